package org.automtl4j.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.html.HtmlReport;
import org.automtl4j.core.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl report}. */
@Command(
    name = "report",
    description = "Makes report.html of a run, also of one that is still going on, or a page that compares several runs.",
    footer = {"", "One run: the page is written into its folder. A folder of several runs, as 'run --seeds' makes it: a page of its own for each, and one in the",
        "folder that compares them. Several folders: a page that compares all runs in them."})
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders of runs, or folders of such folders.")
  private List<Path> paths;

  @Option(names = "--out", paramLabel = "FILE", description = "The page to write (default: report.html in the folder, comparison.html here for several).")
  private Optional<Path> out;

  @Option(names = "--overwrite", description = "Replaces an existing file of --out, or comparison.html.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (paths.size() == 1 && isRun(paths.get(0))) {
      RunFolder folder = RunFolder.open(paths.get(0));
      Path target = out.map(this::checked).orElse(folder.file(RunFolder.REPORT));
      write(target, HtmlReport.of(folder));
      return AutoMtl.DONE;
    }
    List<RunFolder> runs = new ArrayList<>();
    paths.forEach(path -> (isRun(path) ? List.of(path) : runsIn(path)).forEach(run -> runs.add(RunFolder.open(run))));
    Path target = out.map(this::checked).orElseGet(() -> paths.size() == 1 ? paths.get(0).resolve(RunFolder.REPORT) : checked(Path.of("comparison.html")));
    // Where the links of the comparison lead, there should be a page.
    runs.stream().filter(run -> paths.size() == 1 || !Files.exists(run.file(RunFolder.REPORT))).forEach(HtmlReport::write);
    write(target, HtmlReport.comparing(runs, target.toAbsolutePath().getParent()));
    return AutoMtl.DONE;
  }

  private static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RunFolder.CONFIG));
  }

  private static List<Path> runsIn(Path folder) {
    List<Path> runs = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        runs = entries.filter(ReportCommand::isRun).sorted().toList();
      } catch (IOException e) {
        throw new InvalidInputException(folder + ": cannot be listed: " + e.getMessage(), e);
      }
    }
    if (runs.isEmpty()) {
      throw new InvalidInputException(folder + ": found no " + RunFolder.CONFIG
          + " in it or in a folder below it, allowed: the folder of a run, or a folder of such folders");
    }
    return runs;
  }

  private Path checked(Path file) {
    if (Files.exists(file) && !overwrite) {
      throw new InvalidInputException(file + ": found a file, allowed: a new one, or --overwrite");
    }
    return file;
  }

  private void write(Path file, String page) {
    RunFolder.write(file, page);
    spec.commandLine().getOut().println(file);
  }
}
