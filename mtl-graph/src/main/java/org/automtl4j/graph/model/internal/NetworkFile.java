package org.automtl4j.graph.model.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.npy.ArrayStream;
import org.automtl4j.core.npy.ZipEntries;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.zip.ModelFile;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.stored.Fields;
import org.automtl4j.graph.stored.NetworkFormat;
import org.automtl4j.graph.stored.NetworkFormats;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The zip of a model of any network: the manifest, the numbers one after the other in little-endian bytes, and other entries. Equal models give equal bytes:
 * entries have a fixed time. Nothing is ever unpacked to disk, and numbers go through a block of fixed size.
 */
public final class NetworkFile {
  /** The entry with the numbers. */
  public static final String NUMBERS = "automtl4j/parameters.bin";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NetworkFile() {}

  /**
   * What a file holds.
   *
   * @param manifest all but the numbers
   * @param runtime the model
   */
  public record Contents(NetworkManifest manifest, StaticRuntime runtime) {}

  /**
   * Writes a file whole or not at all, over an older one.
   *
   * @param file where to
   * @param manifest what it says
   * @param parameters the numbers
   * @param more other entries by name, which this class does not read
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, NetworkManifest manifest, Parameters parameters, Map<String, byte[]> more) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, out -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        MessageDigest digest = sha256();
        zip.setLevel(Deflater.NO_COMPRESSION); // numbers hardly compress
        begin(zip, NUMBERS);
        ArrayStream numbers = new ArrayStream(ByteOrder.LITTLE_ENDIAN);
        DigestOutputStream digested = new DigestOutputStream(zip, digest);
        for (Parameters.Parameter p : parameters.all()) {
          numbers.write(digested, p.array());
        }
        zip.closeEntry();
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
        entry(zip, ModelFile.MANIFEST, manifest.json(HexFormat.of().formatHex(digest.digest())).getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> other : more.entrySet()) {
          entry(zip, other.getKey(), other.getValue());
        }
        zip.finish();
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    begin(zip, name);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * @param file any file
   * @return whether it is one of this kind; what is no zip is none
   */
  public static boolean isOne(Path file) {
    try (ZipFile zip = ZipEntries.open(file)) {
      return zip.getEntry(NUMBERS) != null;
    } catch (IOException | InvalidInputException e) {
      return false; // whoever reads it as another kind says what is wrong with it
    }
  }

  /**
   * @param file a file that {@link #write} wrote
   * @param ownHeads by task, heads that only the caller can make
   * @param sums whether the numbers are to have the SHA-256 of the manifest
   * @return what it holds; memory is taken only for what the file itself has
   * @throws InvalidInputException if it cannot be read: truncated, damaged, of a newer format, or of a method that nobody knows
   */
  public static Contents read(Path file, Map<String, TaskHead> ownHeads, boolean sums) {
    String where = file + ", " + ModelFile.MANIFEST;
    Fields root = NetworkManifest.root(new String(ModelFile.entry(file, ModelFile.MANIFEST), StandardCharsets.UTF_8), where);
    try {
      NetworkManifest manifest = NetworkManifest.read(root);
      NetworkFormat.Restored restored = NetworkFormats.of(manifest.method()).read(root.fields("network"), ownHeads);
      Map<String, INDArray> numbers = numbers(file, manifest, sums ? root.text(NetworkManifest.SHA256) : "");
      StaticRuntime runtime =
          new StaticRuntime(restored.network(), Parameters.over(restored.network(), numbers), restored.view(), manifest.height(), manifest.width());
      runtime.check();
      return new Contents(manifest, runtime);
    } catch (InvalidInputException | IllegalArgumentException | ArithmeticException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new InvalidInputException(message.startsWith(file.toString()) ? message : file + ": its parts do not fit together: " + message, e);
    }
  }

  private static Map<String, INDArray> numbers(Path file, NetworkManifest manifest, String sum) {
    String where = file + ", " + NUMBERS;
    DataType type = DataType.valueOf(manifest.dataType());
    long bytes = 0;
    for (long[] shape : manifest.parameters().values()) {
      long length = type.width();
      for (long axis : shape) {
        length = Math.multiplyExact(length, axis);
      }
      bytes = Math.addExact(bytes, length);
    }
    try (ZipFile zip = ZipEntries.open(file)) {
      ZipEntry entry = zip.getEntry(NUMBERS);
      if (entry.getSize() != bytes || entry.getSize() > entry.getCompressedSize()) {
        throw new InvalidInputException(where + ": must hold " + bytes + " bytes of numbers, found an entry of " + entry.getSize() + " bytes, " + entry.getCompressedSize()
            + " of them in the file");
      }
      MessageDigest digest = sha256();
      Map<String, INDArray> numbers = new LinkedHashMap<>();
      try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
        ArrayStream stream = new ArrayStream(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, long[]> parameter : manifest.parameters().entrySet()) {
          numbers.put(parameter.getKey(), stream.read(in, type, parameter.getValue()));
        }
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!sum.isEmpty() && !sum.equals(found)) {
        throw new InvalidInputException(where + ": these are not the parameters that the model was written with: their SHA-256 is " + found + ", " + ModelFile.MANIFEST
            + " says " + sum + "; take the file from where it was written again");
      }
      return numbers;
    } catch (EOFException e) {
      throw new InvalidInputException(where + ": damaged, it is too short", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }
}
