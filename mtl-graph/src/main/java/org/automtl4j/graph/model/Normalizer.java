package org.automtl4j.graph.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.serializer.NormalizerSerializer;
import org.nd4j.linalg.factory.Nd4j;

/** Mean and std as Deeplearning4j's normaliser for pixels in 0..255, as {@code NativeImageLoader} gives them: that loads blue first. */
final class Normalizer {
  private Normalizer() {}

  static Optional<byte[]> of(Optional<Preprocessing> preprocessing) {
    return preprocessing.map(p -> {
      NormalizerStandardize normalizer = new NormalizerStandardize(row(p.mean()), row(p.std()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        NormalizerSerializer.getDefault().write(normalizer, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    });
  }

  private static INDArray row(List<Double> values) {
    float[] row = new float[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i).floatValue();
    }
    return Nd4j.create(row, new long[] {1, row.length}, 'c');
  }
}
