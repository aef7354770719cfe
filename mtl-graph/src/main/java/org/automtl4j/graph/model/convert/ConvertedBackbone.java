package org.automtl4j.graph.model.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.core.WholeFile;
import org.automtl4j.graph.automtl.BackboneWeights;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.prototxt.Prototxt;

/**
 * A backbone that came from elsewhere.
 *
 * @param backbone the layers
 * @param weights its trained numbers
 * @param preprocessing what happens to images before it reads them, if the source says so
 * @param single whether its output is one pixel, which no dense task can use
 * @param remark what a reader should know about the conversion, if there is something
 */
public record ConvertedBackbone(Backbone backbone, BackboneWeights weights, Optional<Preprocessing> preprocessing, boolean single, Optional<String> remark) {
  private static final String PROTOTXT = ".prototxt";

  /** @return layers that have parameters, but no numbers in the source; as messages name them */
  public List<String> layersWithoutWeights() {
    return weights.layersWithout(backbone);
  }

  /**
   * @param prototxt a backbone's file
   * @return the file of its numbers: {@code NAME.weights.npz} beside {@code NAME.prototxt}
   */
  public static Path weightsFile(Path prototxt) {
    String name = prototxt.getFileName().toString();
    String stem = name.toLowerCase(Locale.ROOT).endsWith(PROTOTXT) ? name.substring(0, name.length() - PROTOTXT.length()) : name;
    return prototxt.resolveSibling(stem + ".weights.npz");
  }

  /**
   * Writes the backbone and, beside it, its numbers, if it has some; each whole or not at all, over older files.
   *
   * @param prototxt where to
   * @throws UncheckedIOException if a file cannot be written
   */
  public void write(Path prototxt) {
    if (!weights.arrays().isEmpty()) {
      WeightsFile.write(weightsFile(prototxt), weights, preprocessing);
    }
    String input = preprocessing.map(p -> "# Reads " + p.order() + " with mean " + p.mean() + " and std " + p.std() + " of pixels in 0..255.\n").orElse("");
    String text = (weights.arrays().isEmpty() ? "" : "# Weights: " + weightsFile(prototxt).getFileName() + "\n") + input + Prototxt.write(backbone);
    try {
      WholeFile.write(prototxt, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + prototxt, e);
    }
  }
}
