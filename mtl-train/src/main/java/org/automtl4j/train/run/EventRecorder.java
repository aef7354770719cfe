package org.automtl4j.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.PolicySnapshot;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;

/** Keeps the events of a training on another thread, so that listeners, which hear of one stage at a time, can be told of them afterwards. */
final class EventRecorder implements TrainingListener {
  private final List<Consumer<TrainingListener>> events = new ArrayList<>();

  /** Tells listeners all that was recorded, in order. */
  void replay(TrainingListener... listeners) {
    for (TrainingListener listener : listeners) {
      events.forEach(event -> event.accept(listener));
    }
  }

  @Override
  public void stageStarted(StageStarted event) {
    events.add(listener -> listener.stageStarted(event));
  }

  @Override
  public void iterationDone(IterationDone event) {
    events.add(listener -> listener.iterationDone(event));
  }

  @Override
  public void policiesSeen(PolicySnapshot event) {
    events.add(listener -> listener.policiesSeen(event));
  }

  @Override
  public void validated(Validated event) {
    events.add(listener -> listener.validated(event));
  }

  @Override
  public void stageEnded(StageEnded event) {
    events.add(listener -> listener.stageEnded(event));
  }
}
