package org.automtl4j.app.cli;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.Listeners;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;

/** A user's program: it shows progress, and has to save something when it is asked to end. */
final class ProgramWithHook {
  private ProgramWithHook() {}

  public static void main(String[] arguments) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("saved by the program's own hook")));
    TrainingListener progress = Listeners.progress();
    progress.stageStarted(new StageStarted("search", "pre-train", 100, 0));
    progress.iterationDone(IterationDone.of("search", "pre-train", "weights", 99, 100, Map.of("depth", 0.5), Map.of(), 0.1, 0, 50, 1));
    new CountDownLatch(1).await();
  }
}
