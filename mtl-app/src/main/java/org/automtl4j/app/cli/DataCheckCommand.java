package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.automtl4j.data.check.CheckReport;
import org.automtl4j.data.check.DataCheck;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.nddr.NddrDataSet;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.prepare.Layout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code automtl data check}. */
@Command(name = "check", description = "Reads every file of a data set once and tells what is in it and what is wrong.",
    footer = {"", "The exit code is 2 when something is wrong."})
final class DataCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--layout", paramLabel = "LAYOUT", required = true, description = "cityscapes, nyuv2, nddr, taskonomy or folder.")
  private Layout layout;

  @Option(names = "--root", paramLabel = "DIR", required = true, description = "The data set's folder.")
  private Path root;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    MultiTaskDataSet data = open();
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    int samples = DataCheck.samples(data);
    CheckReport report = DataCheck.run(data, done -> line.at("reading", done, samples));
    spec.commandLine().getOut().print(json ? CheckText.json(report) : CheckText.table(report));
    return report.isSound() ? AutoMtl.DONE : AutoMtl.WRONG_INPUT;
  }

  private MultiTaskDataSet open() {
    return switch (layout) {
      case CITYSCAPES -> Cityscapes.builder(root).build();
      case NYUV2 -> Nyuv2.builder(root).build();
      case NDDR -> NddrDataSet.builder(root).build();
      case TASKONOMY -> Taskonomy.builder(root).build();
      case FOLDER -> FolderDataSet.openForCheck(root);
    };
  }
}
