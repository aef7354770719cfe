package org.automtl4j.data.dataset.nddr.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.layout.internal.MissingSplits;
import org.automtl4j.data.reader.PixelLimits;

/**
 * What the lists of a data set's folder name.
 *
 * @param samples by split: picture, classes and normals
 * @param mean the mean colour, red first
 * @param remarks what was done about missing parts, one sentence each
 * @param digest of all lists
 */
public record NddrIndex(Map<Split, List<List<String>>> samples, List<Double> mean, List<String> remarks, String digest) {
  /** The folder of the lists. */
  public static final String LISTS = "list";
  /** The file of the mean colour, three numbers. */
  public static final String MEAN = "nyu_v2_mean.npy";
  /** What the names of the lists begin with, by split. {@link Split#VAL} is not published. */
  public static final Map<Split, String> PREFIXES = Map.of(Split.TRAIN, "training", Split.VAL, "validation", Split.TEST, "testing");

  /**
   * @param prefix of a split
   * @param normals whether it is the list of normals
   * @return the list's path below the data set's folder
   */
  public static String list(String prefix, boolean normals) {
    return LISTS + "/" + prefix + (normals ? "_normal_mask.txt" : "_seg.txt");
  }

  /**
   * @param root the data set's folder
   * @param valShare the share of the training list that is set aside where there is no list for validation
   * @param valSeed decides which
   * @return what is there
   * @throws InvalidInputException if a list or the mean is missing or wrong
   */
  public static NddrIndex read(Path root, double valShare, long valSeed) {
    Map<Split, List<List<String>>> samples = new EnumMap<>(Split.class);
    List<Path> read = new ArrayList<>();
    for (Split split : Split.values()) {
      samples.put(split, List.of());
      if (PREFIXES.containsKey(split)) {
        Path classes = root.resolve(list(PREFIXES.get(split), false));
        Path normals = root.resolve(list(PREFIXES.get(split), true));
        if (split != Split.VAL || Files.exists(classes) || Files.exists(normals)) {
          samples.put(split, PairedLists.read(classes, normals));
          read.addAll(List.of(classes, normals));
        }
      }
    }
    if (samples.get(Split.TRAIN).isEmpty()) {
      throw new InvalidInputException(root.resolve(list("training", false)) + ": names no pictures");
    }
    List<String> remarks = new MissingSplits(root.resolve(LISTS), valShare, valSeed).complete(samples);
    return new NddrIndex(samples, mean(root.resolve(MEAN)), remarks, digest(read));
  }

  private static List<Double> mean(Path file) {
    NumberArray numbers = NpyFile.read(file);
    double[] mean = Arrays.stream(numbers.toDoubles()).map(m -> (float) m).toArray(); // images are floats before it is subtracted
    if (mean.length != 3 || Arrays.stream(mean).anyMatch(m -> !(m >= 0 && m <= 255))) {
      throw new InvalidInputException(file + ": found " + (mean.length == 3 ? Arrays.toString(mean) : mean.length + " numbers")
          + ", allowed: three numbers from 0 to 255, the mean of red, green and blue");
    }
    return Arrays.stream(mean).boxed().toList();
  }

  private static String digest(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw PixelLimits.unreadable(files.get(0), e);
    }
  }
}
