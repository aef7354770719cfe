package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.automtl4j.app.cli.CommandLineTest.Outcome;

/** Small runs for the tests of other packages. */
public final class AutoMtlRun {
  private AutoMtlRun() {}

  /**
   * The demo with a few iterations and scenes.
   *
   * @param folder the run's folder
   * @return the folder
   */
  public static Path tiny(Path folder) {
    Outcome outcome = CommandLineTest.run("run", "demo", "--out", folder.toString(), "--set", "preTraining.iterations=6", "--set", "policySearch.iterations=12",
        "--set",
        "sampling.candidates=1", "--set", "postTraining.iterations=6", "--set", "validation.every=3", "--set", "data.train=32", "--set", "data.val=8", "--set",
            "data.test=8");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return folder;
  }
}
