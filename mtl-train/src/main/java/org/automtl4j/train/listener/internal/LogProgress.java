package org.automtl4j.train.listener.internal;

import java.util.Locale;
import org.automtl4j.train.listener.CandidateRanked;
import org.automtl4j.train.listener.EvaluationDone;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log line at the beginning and end of each stage and ten in between. */
public final class LogProgress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger("org.automtl4j.progress");
  private static final int LINES = 10;

  @Override
  public void onStageStarted(StageStarted event) {
    LOG.info("{}: {} iterations", event.stage(), event.iterations());
  }

  @Override
  public void onIteration(IterationDone event) {
    int done = event.iteration() + 1;
    // True whenever a further tenth of the stage is complete.
    if ((long) done * LINES / event.iterations() > (long) event.iteration() * LINES / event.iterations()) {
      LOG.info("{}: {}/{}, loss: {}", event.stage(), done, event.iterations(), LossText.of(event.losses()));
    }
  }

  @Override
  public void onEvaluation(EvaluationDone event) {
    event.metrics().forEach((task, values) -> LOG.info("{}: {} after {} iterations, {}: {}", event.stage(), event.split(), event.iteration(), task, LossText.of(values)));
  }

  @Override
  public void onCandidate(CandidateRanked event) {
    LOG.info("candidate {}: score {}, {} % of the backbone parameters of single-task models{}", event.candidate(), String.format(Locale.ROOT, "%.4f", event.score()),
        Math.round(100 * event.parameterShare()), event.leading() ? "; the best so far" : "");
  }

  @Override
  public void onStageEnded(StageEnded event) {
    LOG.info("{}: done in {} s", event.stage(), String.format(Locale.ROOT, "%.1f", event.seconds()));
  }
}
