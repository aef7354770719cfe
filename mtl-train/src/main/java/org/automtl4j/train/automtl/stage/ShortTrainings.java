package org.automtl4j.train.automtl.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.automtl.settings.StageSettings;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.listener.CandidatesRanked;
import org.automtl4j.train.method.Judgement;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.step.Phase;
import org.automtl4j.train.step.PhaseSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws architectures, trains each shortly and ranks them, as a {@link PolicySampling} says. */
final class ShortTrainings {
  private static final Logger LOG = LoggerFactory.getLogger(ShortTrainings.class);

  private final PolicySampling stage;
  private final StageContext context;
  private final SuperModel model;

  ShortTrainings(PolicySampling stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.model = Stages.superModel(context);
  }

  private LoopSettings settings() {
    return context.settings();
  }

  Architecture best() {
    List<Architecture> candidates = Candidates.draw(model, stage,
        stage.limit(model, settings().data().height(), settings().data().width()), RandomStream.of(settings().seed(), "sampling"));
    if (candidates.size() == 1 || stage.iterations() == 0) {
      tell(candidates, new double[0], 0);
      return candidates.get(0);
    }
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      BranchView view = new BranchView.Hard(candidates.get(i));
      // The same fresh weights for each, so that only the architectures differ.
      SuperModel candidate = Stages.fresh(context, "candidates", view);
      Phase phase = Stages.weights(view, settings(), stage.updater(), stage.weightDecay(), stage.step());
      String name = "candidate " + (i + 1) + "/" + candidates.size();
      evaluations.add(context.train(Stages.task(context, candidate, name, StageSettings.of(stage), stage.iterations(), PhaseSchedule.single(phase))
          .with(Judgement.AT_END)).evaluation().orElseThrow());
      candidate.parameters().close(); // beside Java's heap, whose collector need not come by for a long time
    }
    double[] deltas = CandidateRanking.deltas(model.tasks(), evaluations, settings().habits()::deltaMetrics);
    int best = CandidateRanking.best(deltas);
    tell(candidates, deltas, best);
    return candidates.get(best);
  }

  private void tell(List<Architecture> candidates, double[] deltas, int best) {
    SharedWork work = SharedWork.of(model, settings().data().height(), settings().data().width());
    double single = work.singleTasks().multiplyAdds();
    List<CandidatesRanked.Candidate> ranked = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      ModelSize size = work.of(candidates.get(i)).size();
      OptionalDouble delta = deltas.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(deltas[i]);
      ranked.add(new CandidatesRanked.Candidate(candidates.get(i), size, delta, i == best));
      if (delta.isPresent()) {
        LOG.info("candidate {}: {} of the single-task parameters, {} of their multiply-adds, {} against the mean of the candidates on validation{}", i + 1,
            percent("%.1f %%", Candidates.share(model, candidates.get(i))), percent("%.1f %%", size.multiplyAdds() / single),
            percent("%+.1f %%", delta.getAsDouble()), i == best ? ", taken" : "");
      }
    }
    CandidatesRanked event = new CandidatesRanked(settings().model(), ranked);
    settings().listeners().forEach(listener -> listener.candidatesRanked(event));
  }

  private static String percent(String format, double fraction) {
    return String.format(Locale.ROOT, format, 100 * fraction);
  }
}
