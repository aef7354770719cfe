package org.automtl4j.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.automtl4j.app.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl config}. */
@Command(name = "config", description = "Lists the ready configurations, or prints one.")
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A ready configuration to print; without it they are listed.")
  private Optional<String> name;

  @Override
  public Integer call() {
    if (name.isPresent()) {
      spec.commandLine().getOut().print(RunConfig.text(name.get()));
      return AutoMtl.DONE;
    }
    for (String ready : RunConfig.names()) {
      String summary = RunConfig.text(ready).lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
      spec.commandLine().getOut().println(ready + "  " + summary);
    }
    return AutoMtl.DONE;
  }
}
