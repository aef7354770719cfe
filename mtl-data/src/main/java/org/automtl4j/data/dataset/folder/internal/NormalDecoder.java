package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.reader.Pixels;

/** Normals: three channels, brought to the camera's axes (x right, y down, z forward) and to length 1. */
final class NormalDecoder implements LabelDecoder {
  private final LabelEncoding.Normals encoding;
  private final Set<Integer> unknownColours;

  NormalDecoder(LabelEncoding.Normals encoding) {
    this.encoding = encoding;
    this.unknownColours = Set.copyOf(encoding.unknownColours());
  }

  @Override
  public Pixels.Floats decode(Path file, Pixels stored) {
    if (stored.channels() != 3 && stored.channels() != 4) {
      throw new InvalidInputException(file + ": found " + stored.channels() + (stored.channels() == 1 ? " channel" : " channels")
          + ", allowed: three, the components of a normal");
    }
    boolean array = stored instanceof Pixels.Floats;
    boolean plain = encoding.form() == LabelEncoding.Form.VECTORS || encoding.form() == LabelEncoding.Form.BY_FILE && array;
    double full = stored instanceof Pixels.Shorts ? 65535 : 255;
    int area = stored.height() * stored.width();
    int step = stored.channels();
    float[] vectors = new float[3 * area];
    double[] vector = new double[3];
    for (int i = 0; i < area; i++) {
      double length = 0;
      for (int c = 0; c < 3; c++) {
        double number = stored.at(i * step + c);
        double component = plain ? number : number / full * 2 - 1;
        LabelEncoding.Axis axis = encoding.axes().get(c);
        vector[axis.component()] = axis.sign() * component;
        length += component * component;
      }
      length = Math.sqrt(length);
      if (!Double.isFinite(length) || !array && isUnknown(stored, i * step) || length < LabelEncoding.Normals.SHORTEST) {
        vectors[3 * i] = vectors[3 * i + 1] = vectors[3 * i + 2] = Unknown.MAP;
        continue;
      }
      if (length > 2) {
        throw LabelDecoder.wrong(file, stored, i, "a vector of length " + (float) length, "components in -1 to 1; numbers in 0 to 255 are 'encoding: bytes'");
      }
      for (int c = 0; c < 3; c++) {
        vectors[3 * i + c] = (float) (vector[c] / length);
      }
    }
    return new Pixels.Floats(vectors, stored.height(), stored.width(), 3);
  }

  private boolean isUnknown(Pixels stored, int at) {
    if (unknownColours.isEmpty() || !(stored instanceof Pixels.Bytes)) {
      return false;
    }
    return unknownColours.contains((int) stored.at(at) << 16 | (int) stored.at(at + 1) << 8 | (int) stored.at(at + 2));
  }
}
