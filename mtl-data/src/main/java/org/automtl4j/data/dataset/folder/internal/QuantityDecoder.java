package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.reader.Pixels;

/**
 * A quantity: value = number * scale + offset.
 *
 * @param encoding scale, offset, range, unknown numbers
 * @param unknown what stands where nothing is known
 */
record QuantityDecoder(LabelEncoding.Quantity encoding, float unknown) implements LabelDecoder {

  @Override
  public Pixels.Floats decode(Path file, Pixels stored) {
    if (stored.channels() != 1) {
      throw new InvalidInputException(file + ": found " + stored.channels() + " channels, allowed: one number per pixel (grey png or .npy)");
    }
    double[] unknownNumbers = encoding.unknown().stream().mapToDouble(Double::doubleValue).toArray();
    double least = encoding.range().map(LabelEncoding.Range::least).orElse(Double.NEGATIVE_INFINITY);
    double most = encoding.range().map(LabelEncoding.Range::most).orElse(Double.POSITIVE_INFINITY);
    float[] values = new float[stored.size()];
    for (int i = 0; i < values.length; i++) {
      double number = stored.at(i);
      if (isUnknown(number, unknownNumbers)) {
        values[i] = unknown;
        continue;
      }
      double value = number * encoding.scale() + encoding.offset();
      if (!(value >= least && value <= most) || !Float.isFinite((float) value)) {
        throw LabelDecoder.wrong(file, stored, i, found(number, value), allowed());
      }
      values[i] = (float) value;
    }
    return new Pixels.Floats(values, stored.height(), stored.width(), 1);
  }

  private static boolean isUnknown(double number, double[] unknownNumbers) {
    for (double known : unknownNumbers) {
      if (number == known) {
        return true;
      }
    }
    return Double.isNaN(number); // arrays of depth cameras say so
  }

  private String found(double number, double value) {
    return LabelDecoder.text(number) + (value == number ? "" : ", which means " + (float) value + ",");
  }

  private String allowed() {
    String range = encoding.range().map(r -> LabelDecoder.text(r.least()) + " to " + LabelDecoder.text(r.most())).orElse("finite numbers");
    return range + (encoding.unknown().isEmpty() ? "" : " and, for unknown, the numbers "
        + encoding.unknown().stream().map(LabelDecoder::text).collect(Collectors.joining(", ")));
  }
}
