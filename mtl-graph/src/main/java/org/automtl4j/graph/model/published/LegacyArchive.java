package org.automtl4j.graph.model.published;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's format before version 1.6: five pickles one after another (a magic number, the format's version, the machine, the object, the keys of the
 * storages), then each storage as a count of elements and the elements.
 */
final class LegacyArchive implements Archive {
  /** The start of the pickle of the magic number 0x1950a86a20f9469cfc6c, protocol 2 to 5. */
  private static final byte[] MAGIC = {(byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19, '.'};
  private static final long VERSION = 1001;

  private final Path file;
  private final Map<String, Long> offsets = new HashMap<>();
  private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;

  LegacyArchive(Path file) {
    this.file = file;
  }

  /** Whether a file begins as this format does: protocol, an optional frame, the magic number. */
  static boolean startsLike(byte[] start) {
    boolean framed = start.length > 2 && start[2] == (byte) 0x95;
    int at = framed ? 11 : 2;
    return start.length >= at + MAGIC.length && start[0] == (byte) 0x80 && Arrays.equals(start, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  public Object load() throws IOException {
    long size = Files.size(file);
    Map<String, Storage> storages = new HashMap<>();
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      PickleInput in = new PickleInput(stream, Math.min(size, MAX_PICKLE));
      plain(in);
      Object version = plain(in);
      if (!(version instanceof Long number) || number != VERSION) {
        throw new PickleException("is of format version " + Unpickler.describe(version) + "; " + VERSION + " can be read");
      }
      if (plain(in) instanceof PythonDict machine && Boolean.FALSE.equals(machine.get("little_endian"))) {
        byteOrder = ByteOrder.BIG_ENDIAN;
      }
      Object value = new Unpickler(in, reference -> {
        Storage storage = Archive.storage(this, reference);
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && !before.equals(storage)) {
          throw new PickleException("is damaged: storage " + storage.key() + " has two sizes or types");
        }
        return storage;
      }).load();
      Object keys = plain(in);
      locate(keys instanceof PythonList list ? list : new PythonList(), storages, in.position(), size);
      return value;
    }
  }

  private static Object plain(PickleInput in) throws IOException {
    return new Unpickler(in, reference -> {
      throw new PickleException("is damaged: its preface refers to a storage");
    }).load();
  }

  private void locate(List<Object> keys, Map<String, Storage> storages, long start, long size) throws IOException {
    long position = start;
    try (FileChannel channel = FileChannel.open(file)) {
      for (Object key : keys) {
        Storage storage = key instanceof String name ? storages.get(name) : null;
        if (storage == null) {
          throw new PickleException("is damaged: no tensor belongs to the storage " + Unpickler.describe(key));
        }
        long elements = ByteBuffer.wrap(bytes(channel, position, Long.BYTES)).order(byteOrder).getLong();
        if (elements != storage.elements()) {
          throw new PickleException("is damaged: storage " + storage.key() + " has " + elements + " numbers instead of " + storage.elements());
        }
        position += Long.BYTES;
        offsets.put(storage.key(), position);
        if (storage.bytes() > size - position) {
          throw new PickleException("is cut short: storage " + storage.key() + " needs " + storage.bytes() + " bytes, " + (size - position) + " are left");
        }
        position += storage.bytes();
      }
    }
    for (String key : storages.keySet()) {
      if (!offsets.containsKey(key)) {
        throw new PickleException("is damaged: the storage " + key + " of a tensor is missing");
      }
    }
  }

  @Override
  public byte[] read(Storage storage, long from, int count) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return bytes(channel, offsets.get(storage.key()) + from, count);
    }
  }

  private static byte[] bytes(SeekableByteChannel channel, long position, int count) throws IOException {
    if (count > channel.size() - position) {
      throw new EOFException("is cut short");
    }
    ByteBuffer buffer = ByteBuffer.allocate(count);
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("is cut short");
      }
    }
    return buffer.array();
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public ByteOrder byteOrder() {
    return byteOrder;
  }
}
