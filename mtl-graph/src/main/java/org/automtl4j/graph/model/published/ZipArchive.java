package org.automtl4j.graph.model.published;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.automtl4j.core.npy.ZipEntries;

/** PyTorch's format since version 1.6: an uncompressed zip with {@code NAME/data.pkl} and one entry {@code NAME/data/KEY} for each storage. */
final class ZipArchive implements Archive {
  private static final String PICKLE = "/data.pkl";

  private final Path file;
  private final String root;
  private final ByteOrder byteOrder;

  ZipArchive(Path file) throws IOException {
    this.file = file;
    try (ZipFile zip = ZipEntries.open(file)) {
      String pickle = Collections.list(zip.entries()).stream().map(ZipEntry::getName)
          .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
          .findFirst().orElseThrow(() -> new PickleException("is a zip, but not one of torch.save: it has no data.pkl"));
      root = pickle.substring(0, pickle.length() - PICKLE.length());
      ZipEntry order = zip.getEntry(root + "/byteorder");
      String text = order == null ? "little" : new String(bytes(zip, order, 0, (int) Math.min(order.getSize(), 16)), StandardCharsets.US_ASCII);
      byteOrder = text.strip().equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
  }

  @Override
  public Object load() throws IOException {
    try (ZipFile zip = ZipEntries.open(file)) {
      ZipEntry entry = entry(zip, root + PICKLE);
      if (entry.getSize() > MAX_PICKLE) {
        throw new PickleException("has a data.pkl of " + entry.getSize() + " bytes; more than " + MAX_PICKLE + " is not read");
      }
      byte[] pickle = bytes(zip, entry, 0, (int) entry.getSize());
      return new Unpickler(new PickleInput(new ByteArrayInputStream(pickle), pickle.length), reference -> {
        Storage storage = Archive.storage(this, reference);
        long size = entry(zip, root + "/data/" + storage.key()).getSize();
        if (size < storage.bytes()) {
          throw new PickleException("is cut short: storage " + storage.key() + " has " + size + " bytes instead of " + storage.bytes());
        }
        return storage;
      }).load();
    }
  }

  @Override
  public byte[] read(Storage storage, long from, int count) throws IOException {
    try (ZipFile zip = ZipEntries.open(file)) {
      return bytes(zip, entry(zip, root + "/data/" + storage.key()), from, count);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public ByteOrder byteOrder() {
    return byteOrder;
  }

  private static ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new PickleException("is damaged: the entry " + name + " is missing");
    }
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new PickleException("has been packed again: torch.save does not compress its entries, but " + name + " is compressed");
    }
    return entry;
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry, long from, int count) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      in.skipNBytes(from);
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException("entry " + entry.getName() + " is cut short");
      }
      return bytes;
    }
  }
}
