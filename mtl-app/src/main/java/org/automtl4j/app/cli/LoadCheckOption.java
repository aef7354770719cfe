package org.automtl4j.app.cli;

import org.automtl4j.graph.model.LoadCheck;
import picocli.CommandLine.Option;

/** The option of commands that load a model. */
final class LoadCheckOption {
  @Option(names = "--no-check", description = "Does not check that the model has the parameters, and gives the outputs, that it was written with.")
  private boolean off;

  LoadCheck check() {
    return off ? LoadCheck.STRUCTURE : LoadCheck.FULL;
  }
}
