package org.automtl4j.golden.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Damages zips behind their checksums: one entry's content changes and is packed again, or an entry goes, is empty, has another name, or is there twice. Every fourth file is damaged by
 * the byte, as it is.
 */
public final class ZipMutator implements Mutator {
  private final Function<String, Mutator> inner;
  private final Mutator bytes = new ByteMutator();
  private final Map<byte[], List<Entry>> known = new IdentityHashMap<>();

  /** An entry while it is packed again. */
  private record Entry(String name, boolean stored, byte[] content) {
    Entry with(byte[] other) {
      return new Entry(name, stored, other);
    }
  }

  /** @param inner what damages the content of an entry of a name */
  public ZipMutator(Function<String, Mutator> inner) {
    this.inner = inner;
  }

  @Override
  public byte[] mutate(byte[] whole, RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      return bytes.mutate(whole, random);
    }
    List<Entry> entries = new ArrayList<>(known.computeIfAbsent(whole, ZipMutator::entries));
    int at = random.nextInt(entries.size());
    Entry entry = entries.get(at);
    switch (random.nextInt(12)) {
      case 0 -> entries.remove(at);
      case 1 -> entries.set(at, entry.with(new byte[0]));
      case 2 -> entries.set(at, new Entry(entry.name(), !entry.stored(), entry.content()));
      case 3 -> entries.set(at, new Entry(entries.get(random.nextInt(entries.size())).name() + "\u001b[31m", entry.stored(), entry.content()));
      case 4 -> {
        return twice(entries, entry);
      }
      default -> entries.set(at, entry.with(inner.apply(entry.name()).mutate(entry.content(), random)));
    }
    return pack(entries);
  }

  /**
   * @param zip a zip
   * @param name of one of its entries
   * @return the same zip with a second entry of the name, of the same content
   */
  public static byte[] withTwice(byte[] zip, String name) {
    List<Entry> entries = entries(zip);
    return twice(entries, entries.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow());
  }

  /** Java's own writer takes no name twice: the second one gets another, which is overwritten in the packed file. */
  private static byte[] twice(List<Entry> entries, Entry entry) {
    String other = "\u0001".repeat(entry.name().getBytes(StandardCharsets.UTF_8).length);
    entries.add(new Entry(other, entry.stored(), entry.content()));
    byte[] packed = pack(entries);
    byte[] from = other.getBytes(StandardCharsets.UTF_8);
    byte[] to = entry.name().getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at + from.length <= packed.length; at++) {
      if (Arrays.equals(packed, at, at + from.length, from, 0, from.length)) {
        System.arraycopy(to, 0, packed, at, to.length);
      }
    }
    return packed;
  }

  /** Java reads all that zips are only from a file. */
  private static List<Entry> entries(byte[] whole) {
    List<Entry> entries = new ArrayList<>();
    try {
      Path file = Files.createTempFile("whole", ".zip");
      Files.write(file, whole);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          entries.add(new Entry(entry.getName(), entry.getMethod() == ZipEntry.STORED, zip.getInputStream(entry).readAllBytes()));
        }
      } finally {
        Files.delete(file);
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pack(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        ZipEntry packed = new ZipEntry(entry.name());
        if (entry.stored()) {
          CRC32 checksum = new CRC32();
          checksum.update(entry.content());
          packed.setMethod(ZipEntry.STORED);
          packed.setSize(entry.content().length);
          packed.setCrc(checksum.getValue());
        }
        zip.putNextEntry(packed);
        zip.write(entry.content());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
