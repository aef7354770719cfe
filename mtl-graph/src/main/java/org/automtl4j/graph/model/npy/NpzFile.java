package org.automtl4j.graph.model.npy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.WholeFile;

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
    try (ZipFile zip = new ZipFile(file.toFile())) {
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
    String where = file + " (" + name + ")";
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + SUFFIX);
      if (entry == null) {
        throw new InvalidInputException(file + ": holds no array " + name + ", only " + String.join(", ", names));
      }
      if (entry.getSize() < 0 || entry.getSize() / MOST_DEFLATED > entry.getCompressedSize()) {
        throw new InvalidInputException(where + ": claims " + entry.getSize() + " bytes packed into " + entry.getCompressedSize());
      }
      try (InputStream in = zip.getInputStream(entry)) {
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
        NumberArray array = NpyFile.read(checked, entry.getSize(), where);
        if (checked.getChecksum().getValue() != entry.getCrc()) {
          throw new InvalidInputException(where + ": damaged: the checksum of the zip entry does not fit");
        }
        return array;
      }
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
    try {
      WholeFile.write(file, out -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, NumberArray> entry : arrays.entrySet()) {
          putEntry(zip, entry.getKey() + SUFFIX, entry.getValue());
        }
        zip.finish();
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void putEntry(ZipOutputStream zip, String name, NumberArray array) throws IOException {
    CheckedOutputStream measure = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    NpyFile.write(measure, array);
    long size = NpyHeader.format(array.type(), array.shape()).length + (long) array.size() * array.type().bytes();
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(measure.getChecksum().getValue());
    zip.putNextEntry(entry);
    NpyFile.write(zip, array);
    zip.closeEntry();
  }

  private static InvalidInputException unreadable(Path file, Exception e) {
    return new InvalidInputException(file + ": cannot be read as an npz file, which is a zip of npy files (" + e.getMessage() + ")", e);
  }
}
