package org.automtl4j.app.run;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.train.listener.CandidatesRanked;
import org.automtl4j.train.listener.TrainingListener;

/** Keeps what the sampling tells of its candidates, for the result. */
final class CandidateNotes implements TrainingListener {
  private List<CandidatesRanked.Candidate> candidates = List.of();

  @Override
  public void candidatesRanked(CandidatesRanked event) {
    candidates = event.candidates();
  }

  /** The candidates with what each takes for one image. */
  List<RunCandidate> candidates(ToDoubleFunction<Architecture> milliseconds) {
    return candidates.stream().map(c -> new RunCandidate(RunCandidate.POLICY, c.size(), c.delta(), c.taken())
        .withLatency(milliseconds.applyAsDouble(c.architecture()))).toList();
  }
}
