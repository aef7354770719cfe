package org.automtl4j.core.npy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays in one file, as {@code numpy.savez} and {@code numpy.savez_compressed} write them: a zip of npy files. The names are read at once, an array when
 * it is asked for; nothing stays open in between.
 */
public final class NpzFile {
  private static final String SUFFIX = ".npy";
  /** deflate cannot shrink by more; an entry that claims more is lying. */
  private static final long MOST_DEFLATED = 1032;
  /** The earliest date of a zip: the same arrays give the same bytes. */
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private final Set<String> names;

  private NpzFile(Path file, Set<String> names) {
    this.file = file;
    this.names = Collections.unmodifiableSet(names);
  }

  /**
   * Reads what arrays there are.
   *
   * @param file the npz file
   * @return the file's arrays
   * @throws InvalidInputException if there is no such file, or it is not a zip of npy files
   */
  public static NpzFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file");
    }
    Set<String> names = new LinkedHashSet<>();
    try (ZipFile zip = ZipEntries.open(file)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.getName().endsWith(SUFFIX)) {
          throw new InvalidInputException(file + ": not an npz file: its entry " + entry.getName() + " is not an npy file");
        }
        names.add(entry.getName().substring(0, entry.getName().length() - SUFFIX.length()));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    return new NpzFile(file, names);
  }

  /**
   * The arrays' names.
   *
   * @return in the order of the file
   */
  public Set<String> names() {
    return names;
  }

  /**
   * Reads one array.
   *
   * @param name one of {@link #names()}
   * @return the array
   * @throws InvalidInputException if there is none of that name, or it is damaged
   */
  public NumberArray array(String name) {
    return read(name, NpyFile::read);
  }

  /**
   * Reads one array to ND4J's own memory. On its way there it takes no room on Java's heap where the file has the wanted type in C order.
   *
   * @param name one of {@link #names()}
   * @param type the type to convert to
   * @return a new array in C order
   * @throws InvalidInputException if there is none of that name, or it is damaged
   */
  public INDArray array(String name, DataType type) {
    return read(name, (in, size, where) -> NpyFile.read(in, size, where, type));
  }

  /**
   * Reads the shape of an array, and none of its numbers.
   *
   * @param name one of {@link #names()}
   * @return the sizes of its dimensions; empty for a single number
   * @throws InvalidInputException if there is none of that name, or its header is damaged
   */
  public long[] shape(String name) {
    return with(name, (zip, entry, where) -> {
      try (InputStream in = zip.getInputStream(entry)) {
        return NpyFile.shape(in, entry.getSize(), where);
      }
    });
  }

  /**
   * Reads one whole number.
   *
   * @param name one of {@link #names()}
   * @return the number
   * @throws InvalidInputException if there is none of that name, or it is not one number
   */
  public long whole(String name) {
    long[] shape = shape(name);
    if (shape.length > 1 || shape.length == 1 && shape[0] != 1) {
      throw new InvalidInputException(file + " (" + name + "): must be one number, found an array of shape " + Arrays.toString(shape));
    }
    NumberArray number = array(name);
    if (number.type().isFloatingPoint()) {
      throw new InvalidInputException(file + " (" + name + "): must be a whole number, found one of type " + number.type());
    }
    return number.longAt(0);
  }

  /** What is done with an entry of the open file. */
  private interface Use<T> {
    T of(ZipFile zip, ZipEntry entry, String where) throws IOException;
  }

  private <T> T read(String name, NpyFile.Reading<T> reading) {
    return with(name, (zip, entry, where) -> {
      try (InputStream in = zip.getInputStream(entry)) {
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
        T array = reading.read(checked, entry.getSize(), where);
        if (checked.getChecksum().getValue() != entry.getCrc()) {
          throw new InvalidInputException(where + ": damaged: the checksum of the zip entry does not fit");
        }
        return array;
      }
    });
  }

  private <T> T with(String name, Use<T> use) {
    String where = file + " (" + name + ")";
    try (ZipFile zip = ZipEntries.open(file)) {
      ZipEntry entry = zip.getEntry(name + SUFFIX);
      if (entry == null) {
        throw new InvalidInputException(file + ": holds no array " + name + ", only " + String.join(", ", names));
      }
      if (entry.getSize() < 0 || entry.getSize() / MOST_DEFLATED > entry.getCompressedSize()) {
        throw new InvalidInputException(where + ": claims " + entry.getSize() + " bytes packed into " + entry.getCompressedSize());
      }
      return use.of(zip, entry, where);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Writes a file as {@code numpy.savez} does, uncompressed, whole or not at all; an older file of the name is replaced. The same arrays give the same bytes.
   *
   * @param file the npz file
   * @param arrays what to write, in this order
   * @throws IllegalArgumentException for bfloat16, which NumPy does not know
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, NumberArray> arrays) {
    arrays.forEach((name, array) -> NpyFile.requireKnown(array.type(), name));
    writeAll(file, arrays, NpyFile::write);
  }

  /**
   * Writes a file as {@link #write} does, straight from ND4J's own memory: arrays of FLOAT and DOUBLE take no room on Java's heap.
   *
   * @param file the npz file
   * @param arrays what to write, in this order
   * @throws IllegalArgumentException for types that NumPy does not know
   * @throws UncheckedIOException if it cannot be written
   */
  public static void writeArrays(Path file, Map<String, INDArray> arrays) {
    arrays.forEach((name, array) -> NpyFile.requireKnown(NumberType.of(array.dataType()), name));
    writeAll(file, arrays, NpyFile::write);
  }

  /** How an array becomes an npy file. */
  private interface Writing<T> {
    void write(OutputStream out, T array) throws IOException;
  }

  private static <T> void writeAll(Path file, Map<String, T> arrays, Writing<T> writing) {
    try {
      WholeFile.write(file, out -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, T> entry : arrays.entrySet()) {
          putEntry(zip, entry.getKey() + SUFFIX, entry.getValue(), writing);
        }
        zip.finish();
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** A plain entry wants its size and checksum first, so that each array is gone through twice. */
  private static <T> void putEntry(ZipOutputStream zip, String name, T array, Writing<T> writing) throws IOException {
    CRC32 checksum = new CRC32();
    CountingStream measure = new CountingStream(checksum);
    writing.write(measure, array);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(measure.count());
    entry.setCompressedSize(measure.count());
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    writing.write(zip, array);
    zip.closeEntry();
  }

  private static InvalidInputException unreadable(Path file, Exception e) {
    return new InvalidInputException(file + ": cannot be read as an npz file, which is a zip of npy files (" + e.getMessage() + ")", e);
  }
}
