package org.automtl4j.app.run;

import java.util.List;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.train.listener.CandidatesRanked;
import org.automtl4j.train.listener.TrainingListener;

/** Keeps what the sampling tells of its candidates, for the result. */
final class CandidateNotes implements TrainingListener {
  private List<RunCandidate> candidates = List.of();

  @Override
  public void candidatesRanked(CandidatesRanked event) {
    candidates = event.candidates().stream().map(c -> new RunCandidate(RunCandidate.POLICY, c.size(), c.delta(), c.taken())).toList();
  }

  List<RunCandidate> candidates() {
    return candidates;
  }
}
