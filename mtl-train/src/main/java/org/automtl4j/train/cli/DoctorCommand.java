package org.automtl4j.train.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.automtl4j.graph.environment.NativeEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code automtl doctor}. */
@Command(name = "doctor", description = "Says what the numbers are computed on, and what makes it slower than need be.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("automtl " + Version.number());
    out.println("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
        + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors");
    NativeEnvironment environment = NativeEnvironment.inspect();
    out.println(environment.describe());
    List<String> warnings = environment.warnings();
    warnings.forEach(warning -> out.println("warning: " + warning));
    out.println(warnings.isEmpty() ? "no problems found" : warnings.size() == 1 ? "1 problem found" : warnings.size() + " problems found");
    return AutoMtl.DONE;
  }
}
