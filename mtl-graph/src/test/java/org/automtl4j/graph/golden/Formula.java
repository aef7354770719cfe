package org.automtl4j.graph.golden;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers by formula: the golden data's way to fill large models without large files. */
public final class Formula {
  private Formula() {}

  /** The golden README's {@code lcg_fill}, seeded by a name. */
  public static INDArray fill(String name, double scale, long... shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    long s = crc.getValue();
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      s = s * 1664525 + 1013904223 & 0xffffffffL;
      values[i] = (float) (((s >>> 8) / 16777216.0 * 2 - 1) * scale);
    }
    return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
  }

  /** An entry of a whole model's state. */
  public static INDArray state(String name, long... shape) {
    double fanIn = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    if (name.endsWith("running_var")) {
      return fill(name, 0.5, shape).addi(1);
    } else if (name.endsWith("running_mean")) {
      return fill(name, 0.1, shape);
    } else if (shape.length >= 2) {
      return fill(name, Math.sqrt(6 / fanIn), shape);
    } else if (name.contains(".policy.")) {
      return fill(name, 1, shape);
    }
    return name.endsWith("weight") ? fill(name, 0.25, shape).addi(1) : fill(name, 0.1, shape);
  }
}
