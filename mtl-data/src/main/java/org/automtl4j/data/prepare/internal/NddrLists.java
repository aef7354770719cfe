package org.automtl4j.data.prepare.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.internal.NddrIndex;
import org.automtl4j.data.reader.ImageFile;

/** Writes what tells of the samples in the layout of NDDR-CNN: the mean colour of the training pictures, and two lists of each split. */
public final class NddrLists {
  private static final String FOLDER = "nyu_train_val/";

  private NddrLists() {}

  /** @return the file that is written last */
  public static String index() {
    return NddrIndex.list(NddrIndex.PREFIXES.get(Split.TRAIN), false);
  }

  /**
   * @param key a sample's name
   * @return its picture, its classes and its normals
   */
  public static List<String> files(String key) {
    return List.of(FOLDER + key + "_img.png", FOLDER + key + "_seg.png", FOLDER + key + "_normal.png");
  }

  /**
   * @param root the data set's folder
   * @param samples picture, classes and normals of every sample, by split
   */
  public static void write(Path root, Map<Split, List<List<String>>> samples) {
    NpyFile.write(root.resolve(NddrIndex.MEAN), NumberArray.of(mean(root, samples.get(Split.TRAIN)), 3));
    for (Split split : List.of(Split.TEST, Split.VAL, Split.TRAIN)) {
      for (boolean normals : samples.containsKey(split) ? new boolean[] {true, false} : new boolean[0]) {
        String text = samples.get(split).stream().map(files -> "/" + files.get(0) + " /" + files.get(normals ? 2 : 1) + "\n").collect(Collectors.joining());
        Path file = root.resolve(NddrIndex.list(NddrIndex.PREFIXES.get(split), normals));
        try {
          WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
          throw new UncheckedIOException("cannot write " + file, e);
        }
      }
    }
  }

  /** Of red, green and blue, every pixel counting once. */
  private static double[] mean(Path root, List<List<String>> samples) {
    long[][] sums = samples.parallelStream().map(files -> sums(ImageFile.readColour(root.resolve(files.get(0))).values())).toArray(long[][]::new);
    long[] all = IntStream.range(0, 4).mapToLong(c -> IntStream.range(0, sums.length).mapToLong(i -> sums[i][c]).sum()).toArray();
    return IntStream.range(0, 3).mapToDouble(c -> (double) all[c] / all[3]).toArray();
  }

  private static long[] sums(byte[] rgb) {
    long[] sums = new long[4];
    for (int i = 0; i < rgb.length; i++) {
      sums[i % 3] += rgb[i] & 0xFF;
    }
    sums[3] = rgb.length / 3;
    return sums;
  }
}
