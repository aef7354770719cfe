package org.automtl4j.graph.prototxt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.prototxt.internal.BackboneReader;
import org.automtl4j.graph.prototxt.internal.BackboneWriter;
import org.automtl4j.graph.prototxt.internal.NotedBackbone;
import org.automtl4j.graph.prototxt.internal.SourceText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backbones as prototxt text.
 *
 * <p>A file is one {@code NetParameter}: {@code input_dim} (batch, channels, and where given height and width) and the {@code layer}s in order, of the types
 * Convolution, BatchNorm, ReLU, ReLU6, Pooling, Eltwise, Dropout and InnerProduct. A layer whose only bottom is {@code data} or {@code blob1} reads the input;
 * any other bottom means the latest earlier layer with that top. The last layer's output is the network's. Reading merges: a field given again replaces, a
 * message given again adds. Fields without influence, such as fillers and engines, are accepted. Channels, and with a height and width in the header all
 * sizes, are checked.
 */
public final class Prototxt {

  private static final Logger LOG = LoggerFactory.getLogger(Prototxt.class);

  private Prototxt() {}

  /**
   * @param file a prototxt file, UTF-8
   * @return its backbone
   * @throws InvalidInputException when the file cannot be read or is no backbone; the message says file, line and column
   */
  public static Backbone read(Path file) {
    return read(file, UnsupportedFields.REFUSE);
  }

  /**
   * @param file a prototxt file, UTF-8
   * @param unsupported what to do with fields that no backbone has
   * @return its backbone; layers that the output does not need are left out with a remark in the log, unless unsupported fields are ignored as published
   * @throws InvalidInputException when the file cannot be read or is no backbone; the message says file, line and column
   */
  public static Backbone read(Path file, UnsupportedFields unsupported) {
    NotedBackbone read = BackboneReader.readNoting(SourceText.of(file), unsupported);
    read.remarks().forEach(remark -> LOG.info("{}: {}", file, remark));
    return read.backbone();
  }

  /**
   * @param in the bytes of a prototxt file, UTF-8; not closed
   * @param source what messages call it, such as a file name
   * @return its backbone
   * @throws IOException when reading fails
   * @throws InvalidInputException when it is no backbone; the message says source, line and column
   */
  public static Backbone read(InputStream in, String source) throws IOException {
    return BackboneReader.read(SourceText.of(source, in), UnsupportedFields.REFUSE);
  }

  /**
   * @param text the content of a prototxt file
   * @param source what messages call it, such as a file name
   * @return its backbone
   * @throws InvalidInputException when the text is no backbone; the message says source, line and column
   */
  public static Backbone parse(String text, String source) {
    return BackboneReader.read(SourceText.of(source, text), UnsupportedFields.REFUSE);
  }

  /**
   * @param backbone a backbone
   * @return the content of a prototxt file that reads as an equal one; epsilon, momentum and dropout ratio are kept to the 7 digits of the format's floats
   */
  public static String write(Backbone backbone) {
    return BackboneWriter.write(backbone);
  }

  /**
   * @param backbone a backbone
   * @param file where to write it; replaced if it exists
   * @throws InvalidInputException when the file cannot be written
   */
  public static void write(Backbone backbone, Path file) {
    try {
      Files.writeString(file, write(backbone));
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
