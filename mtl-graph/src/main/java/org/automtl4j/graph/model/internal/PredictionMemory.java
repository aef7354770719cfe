package org.automtl4j.graph.model.internal;

import java.util.List;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;
import org.bytedeco.javacpp.Pointer;

/**
 * What a prediction takes at least, known before any of it is taken: the images on Java's heap and as an array, and the largest layer with what it reads.
 *
 * @param heap bytes of Java's heap
 * @param arrays bytes outside of it
 * @param images what the images are, for messages
 */
public record PredictionMemory(long heap, long arrays, String images) {
  private static final long WIDTH = Float.BYTES;

  /**
   * @param backbone of the model
   * @param images how many
   * @param height their rows
   * @param width their columns
   * @return what a prediction takes at least
   * @throws InvalidInputException if the backbone cannot read such images
   */
  public static PredictionMemory of(Backbone backbone, long images, int height, int width) {
    List<Shape> shapes = backbone.shapes(height, width);
    long input = (long) backbone.inputChannels() * height * width;
    long largest = 0;
    for (Node node : backbone.nodes()) {
      long read = node.inputs().stream().mapToLong(index -> index == Node.DATA ? input : numbers(shapes.get(index))).max().orElse(0);
      largest = Math.max(largest, read + numbers(shapes.get(node.index())));
    }
    return new PredictionMemory(WIDTH * images * input, WIDTH * images * (input + largest), images + (images == 1 ? " image" : " images") + " of " + height + "x" + width);
  }

  /**
   * What is known where the layers are not.
   *
   * @param channels of the images
   * @param images how many
   * @param height their rows
   * @param width their columns
   * @return what the images take
   */
  public static PredictionMemory ofImages(int channels, long images, int height, int width) {
    long bytes = WIDTH * images * channels * height * width;
    return new PredictionMemory(bytes, bytes, images + (images == 1 ? " image" : " images") + " of " + height + "x" + width);
  }

  private static long numbers(Shape shape) {
    return (long) shape.channels() * shape.height() * shape.width();
  }

  /**
   * Refuses a prediction that cannot be made.
   *
   * @param onHeap whether the images come from Java's heap
   * @throws InvalidInputException if the process may not take that much memory
   */
  public void check(boolean onHeap) {
    long freeHeap = freeHeap();
    long freeArrays = Pointer.maxBytes() > 0 ? Pointer.maxBytes() - Pointer.totalBytes() : Long.MAX_VALUE;
    if (onHeap && heap > freeHeap || arrays > freeArrays) {
      throw new InvalidInputException("a prediction for " + images + " needs at least " + megabytes(heap) + " of heap and " + megabytes(arrays) + " of arrays, free are "
          + megabytes(freeHeap) + " and " + megabytes(freeArrays) + "; raise the limits, AUTOMTL_JAVA_OPTS=\"-Xmx8g -Dorg.bytedeco.javacpp.maxbytes=32g\" for the command line,"
          + " or take a model for smaller images");
    }
  }

  /** What garbage takes counts as taken only where it matters, and is gone then. */
  private long freeHeap() {
    if (heap > unused()) {
      System.gc();
    }
    return unused();
  }

  private static long unused() {
    Runtime java = Runtime.getRuntime();
    return java.maxMemory() - java.totalMemory() + java.freeMemory();
  }

  private static String megabytes(long bytes) {
    return bytes == Long.MAX_VALUE ? "any" : String.format(Locale.ROOT, "%d MB", bytes >> 20);
  }
}
