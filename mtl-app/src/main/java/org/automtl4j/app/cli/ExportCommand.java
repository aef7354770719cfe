package org.automtl4j.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code automtl export}. */
@Command(name = "export", description = "Writes a trained model in a format that other programs read.")
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.zip", description = "The model.zip of a run.")
  private Path model;

  @Option(names = "--format", paramLabel = "FORMAT", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private ModelFormat format;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
  private Path out;

  @Option(names = "--fixed-size", description = "For images of the model's own size only: without weights that see nothing but padding there.")
  private boolean fixedSize;

  @Mixin private LoadCheckOption loading;

  @Option(names = "--overwrite", description = "Replaces an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (Files.exists(out) && !overwrite) {
      throw new InvalidInputException(out + ": found a file, allowed: a new one, or --overwrite");
    }
    try (MultiTaskModel loaded = MultiTaskModel.load(model, loading.check()); MultiTaskModel written = fixedSize ? loaded.toFixedSize() : loaded) {
      written.export(format, out);
      spec.commandLine().getOut().println(String.format(Locale.ROOT, "%s: %s, %.2f MB for %,d numbers, which as floats take %.2f MB; %s%s", out,
          format.name().toLowerCase(Locale.ROOT), size(out) / 1e6, written.parameters(), written.parameters() * Float.BYTES / 1e6,
          written.isFixedSize() ? "for images of " + written.height() + "x" + written.width() + " only; " : "", format.loss()));
    }
    return AutoMtl.DONE;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
