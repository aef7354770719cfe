package org.automtl4j.graph.model.internal.zip;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.CountingStream;
import org.automtl4j.core.npy.ZipEntries;
import org.automtl4j.graph.head.TaskHead;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The zip of a model: the entries that Deeplearning4j's {@code ModelSerializer} writes, and a manifest. The numbers stand in it once, in Deeplearning4j's vector; the manifest says which of
 * them are whose. Equal models give equal bytes: entries have a fixed time. Nothing is ever unpacked to disk.
 */
public final class ModelFile {
  /** The manifest's entry. */
  public static final String MANIFEST = "automtl4j/model.json";
  private static final long LARGEST_MANIFEST = 8L << 20;
  private static final long LARGEST_OTHER = 64L << 20;
  private static final long LARGEST_RATIO = 100;
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ModelFile() {}

  /**
   * What a file holds.
   *
   * @param manifest all but the numbers
   * @param numbers by parameter name
   */
  public record Contents(Manifest manifest, Map<String, INDArray> numbers) {
    /** Keeps an unmodifiable copy in order. */
    public Contents {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }
  }

  /**
   * Writes a file whole or not at all, over an older one.
   *
   * @param file where to
   * @param manifest what it says
   * @param graph the graph whose parameters the manifest describes
   * @param more other entries by name, which this class does not read
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Manifest manifest, ComputationGraph graph, Map<String, byte[]> more) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path draft = folder.resolve(file.getFileName() + ".part");
      try {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
          text(zip, ModelSerializer.CONFIGURATION_JSON, graph.getConfiguration().toJson());
          String sum = numbers(zip, graph.params());
          text(zip, MANIFEST, ManifestWriter.write(manifest.with(sum)));
          for (Map.Entry<String, byte[]> entry : more.entrySet()) {
            bytes(zip, entry.getKey(), entry.getValue());
          }
        }
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Weights hardly compress, so they are stored as they are; a plain entry wants its size and checksum first. Gives their SHA-256. */
  private static String numbers(ZipOutputStream zip, INDArray vector) throws IOException {
    CRC32 checksum = new CRC32();
    CountingStream measure = new CountingStream(checksum);
    MessageDigest digest = sha256();
    Coefficients.write(vector, new DigestOutputStream(measure, digest));
    ZipEntry entry = new ZipEntry(ModelSerializer.COEFFICIENTS_BIN);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(measure.count());
    entry.setCompressedSize(measure.count());
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    Coefficients.write(vector, zip);
    zip.closeEntry();
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static void text(ZipOutputStream to, String name, String text) throws IOException {
    bytes(to, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(ZipOutputStream to, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    to.putNextEntry(entry);
    to.write(bytes);
    to.closeEntry();
  }

  /**
   * @param file a file that {@link #write} wrote
   * @param name of an entry
   * @return whether there is one that {@link #entry} reads: samples of models for very large images are longer
   * @throws InvalidInputException if it is no zip
   */
  public static boolean has(Path file, String name) {
    try (ZipFile zip = ZipEntries.open(file)) {
      return zip.getEntry(name) != null && zip.getEntry(name).getSize() <= LARGEST_OTHER;
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  /**
   * @param file a file that {@link #write} wrote
   * @param name one of its other entries, of 64 MB at most
   * @return its bytes
   * @throws InvalidInputException if there is none or it is damaged
   */
  public static byte[] entry(Path file, String name) {
    try (ZipFile zip = ZipEntries.open(file)) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null || entry.getSize() < 0 || entry.getSize() > LARGEST_OTHER) {
        throw new InvalidInputException(file + ": must have an entry " + name + " of at most " + LARGEST_OTHER + " bytes");
      }
      try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
        byte[] bytes = in.readNBytes((int) entry.getSize());
        checkSum(in, entry, file + ", " + name);
        return bytes;
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  /**
   * @param file a file that {@link #write} wrote
   * @param ownHeads by task, heads that only the caller can make
   * @param sums whether the numbers are to have the SHA-256 of the manifest, where it says one
   * @return what it holds; memory is taken only for what the file itself has
   * @throws InvalidInputException if it cannot be read: missing, truncated, foreign, damaged or of a newer format
   */
  public static Contents read(Path file, Map<String, TaskHead> ownHeads, boolean sums) {
    try (ZipFile zip = ZipEntries.open(file)) {
      Manifest manifest = ManifestReader.read(manifest(zip, file), file + ", " + MANIFEST, ownHeads);
      String where = file + ", " + ModelSerializer.COEFFICIENTS_BIN;
      long count = Coefficients.count(manifest.parameters(), file + ", " + MANIFEST);
      ZipEntry entry = entry(zip, ModelSerializer.COEFFICIENTS_BIN, file);
      long bytes = Math.multiplyExact(count, manifest.dataType().width());
      if (entry.getSize() < bytes || entry.getSize() > bytes + 1024) {
        throw new InvalidInputException(where + ": must hold " + bytes + " bytes of numbers, found an entry of " + entry.getSize() + " bytes");
      }
      MessageDigest digest = sha256();
      try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
          DigestInputStream digested = new DigestInputStream(in, digest)) {
        digested.on(sums);
        Map<String, INDArray> numbers = Coefficients.read(digested, manifest.parameters(), manifest.dataType(), count, where);
        checkSum(in, entry, where);
        String found = HexFormat.of().formatHex(digest.digest());
        if (sums && manifest.sha256().filter(wanted -> !wanted.equals(found)).isPresent()) {
          throw new InvalidInputException(where + ": these are not the parameters that the model was written with: their SHA-256 is " + found + ", " + MANIFEST + " says "
              + manifest.sha256().get() + "; take the file from where it was written again");
        }
        return new Contents(manifest, numbers);
      }
    } catch (EOFException | UTFDataFormatException | ZipException | ArithmeticException e) {
      throw new InvalidInputException(file + ": not a model file, or a damaged one: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  static String manifest(ZipFile zip, Path file) throws IOException {
    ZipEntry entry = entry(zip, MANIFEST, file);
    if (entry.getSize() > LARGEST_MANIFEST) {
      throw new InvalidInputException(file + ", " + MANIFEST + ": at most " + LARGEST_MANIFEST + " bytes are allowed, found " + entry.getSize());
    }
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] text = in.readNBytes((int) LARGEST_MANIFEST);
      checkSum(in, entry, file + ", " + MANIFEST);
      return new String(text, StandardCharsets.UTF_8);
    }
  }

  private static void checkSum(CheckedInputStream in, ZipEntry entry, String where) throws IOException {
    if (in.read() >= 0 || in.getChecksum().getValue() != entry.getCrc()) {
      throw new InvalidInputException(where + ": damaged, its length or checksum is wrong");
    }
  }

  private static ZipEntry entry(ZipFile zip, String name, Path file) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      String hint = zip.getEntry(ModelSerializer.CONFIGURATION_JSON) == null ? "" : "; this is a plain Deeplearning4j model, which ModelSerializer reads";
      throw new InvalidInputException(file + ": not a model file of AutoMTL4J: it has no entry " + name + hint);
    }
    if (entry.getSize() < 0 || entry.getSize() / LARGEST_RATIO > entry.getCompressedSize()) {
      throw new InvalidInputException(file + ", " + name + ": compressed beyond anything that a model is; refused as a zip bomb");
    }
    return entry;
  }
}
