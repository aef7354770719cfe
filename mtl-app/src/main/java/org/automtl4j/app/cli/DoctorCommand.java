package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.automtl4j.core.LibraryVersion;
import org.automtl4j.plan.Backend;
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
    out.println("automtl " + LibraryVersion.number());
    out.println("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
        + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System.getProperty("os.arch") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors");
    Backend backend = Backend.current();
    out.println(backend.summary());
    backend.traps().forEach(trap -> out.println("warning: " + trap));
    int problems = backend.traps().size();
    out.println(problems == 0 ? "no problems found" : problems == 1 ? "1 problem found" : problems + " problems found");
    return AutoMtl.DONE;
  }
}
