package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.automtl4j.data.prepare.FolderProposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl data init}. */
@Command(name = "init", description = "Proposes a tasks.yaml for a folder of pictures and labels.",
    footer = {"", "Look for CHECK in the file that it writes; then: automtl data check --layout folder --root DIR"})
final class DataInitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder, with images/ and one folder of labels per task.")
  private Path folder;

  @Option(names = "--overwrite", description = "Replaces an existing tasks.yaml.")
  private boolean overwrite;

  @Override
  public Integer call() {
    FolderProposal proposal = FolderProposal.of(folder);
    Path file = proposal.write(folder, overwrite);
    spec.commandLine().getOut().print(proposal.text());
    spec.commandLine().getOut().println(file);
    return AutoMtl.DONE;
  }
}
