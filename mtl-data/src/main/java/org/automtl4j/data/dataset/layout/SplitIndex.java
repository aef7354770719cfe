package org.automtl4j.data.dataset.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.layout.internal.MissingSplits;
import org.automtl4j.data.reader.PixelLimits;

/**
 * The files of every sample, by split: a JSON object with a list of samples per mode ({@code train}, {@code train1}, {@code train2}, {@code val}, {@code
 * test}), each sample a list of files relative to the data set's folder. Where a published index has no {@code val}, a part of {@code train} is set aside,
 * drawn from a seed, and taken out of {@code train1} and {@code train2}; where it has neither of these two, {@code train} is halved. {@link #remarks()} say so.
 *
 * @param samples by split; empty lists for what is not there
 * @param remarks what was done about missing parts, one sentence each
 * @param digest SHA-256 of the file
 */
public record SplitIndex(Map<Split, List<List<String>>> samples, List<String> remarks, String digest) {

  /** Keeps unmodifiable copies. */
  public SplitIndex {
    samples = Map.copyOf(samples);
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads an index.
   *
   * @param file the JSON file
   * @param columns what each file of a sample is, in their order, for messages
   * @param testMode the mode that is read as {@link Split#TEST}
   * @param valShare the share of {@code train} that is set aside where there is no {@code val}; 0: none, and {@link Split#VAL} stays empty
   * @param seed decides which samples those are
   * @return the index
   * @throws InvalidInputException if it is missing, no such JSON, has no {@code train}, or names a file outside of the data set's folder
   */
  public static SplitIndex read(Path file, List<String> columns, String testMode, double valShare, long seed) {
    byte[] bytes = bytes(file);
    JsonNode tree = parse(file, bytes);
    Map<Split, List<List<String>>> samples = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      String mode = split == Split.TEST ? testMode : split.id();
      samples.put(split, list(file, mode, Optional.ofNullable(tree.get(mode)), columns));
    }
    if (samples.get(Split.TRAIN).isEmpty()) {
      List<String> modes = new ArrayList<>();
      tree.fieldNames().forEachRemaining(modes::add);
      throw new InvalidInputException(file + ": names no training samples: the mode 'train' is missing or empty; found the modes " + modes);
    }
    List<String> remarks = new MissingSplits(file, valShare, seed).complete(samples);
    return new SplitIndex(samples, remarks, sha256(bytes));
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file; a data set of this layout has its index there");
    }
    PixelLimits.checkFile(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }

  private static JsonNode parse(Path file, byte[] bytes) {
    try {
      JsonNode tree = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(bytes);
      if (tree == null || !tree.isObject()) {
        throw new InvalidInputException(file + ": not an index: expected a JSON object with the modes train, val and test");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
      throw new InvalidInputException(file + ": not JSON: " + e.getOriginalMessage() + place, e);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }

  private static List<List<String>> list(Path file, String mode, Optional<JsonNode> node, List<String> columns) {
    List<List<String>> samples = new ArrayList<>();
    if (node.isPresent() && !node.get().isArray()) {
      throw new InvalidInputException(file + ": mode '" + mode + "' must be a list of samples");
    }
    for (JsonNode sample : node.<Iterable<JsonNode>>map(n -> n).orElse(List.of())) {
      String where = file + ": mode '" + mode + "', sample " + samples.size();
      if (!sample.isArray() || sample.size() != columns.size()) {
        throw new InvalidInputException(where + ": found " + (sample.isArray() ? sample.size() + " files" : "no list") + ", expected " + columns.size() + ": "
            + String.join(", ", columns));
      }
      List<String> files = new ArrayList<>();
      for (JsonNode name : sample) {
        files.add(inside(where, name));
      }
      samples.add(List.copyOf(files));
    }
    return samples;
  }

  /** A path below the data set's folder, or an error: an index from elsewhere must not make the program read other files. */
  private static String inside(String where, JsonNode name) {
    String text = name.isTextual() ? name.asText() : "";
    boolean leaves = text.isBlank() || text.startsWith("/") || text.startsWith("\\") || text.indexOf('\0') >= 0 || text.matches("[A-Za-z]:.*");
    for (String part : text.split("[/\\\\]")) {
      leaves |= part.equals("..");
    }
    if (leaves) {
      throw new InvalidInputException(where + ": found " + name + ", allowed: the path of a file below the data set's folder, without '..'");
    }
    return text;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
