package org.automtl4j.train.listener.internal.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * A file of records: eight bytes of length, four of the length's checksum, the data, four of the data's checksum; all little-endian. Checksums are CRC32C,
 * rotated by 15 bits, plus a constant ("masked"), so that a record that holds records does not hold valid checksums of itself.
 */
final class RecordFile implements AutoCloseable {
  private static final int MASK = 0xa282ead8;
  private static final int HEAD = Long.BYTES + Integer.BYTES;

  private final FileChannel channel;

  RecordFile(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.position(channel.size());
  }

  void write(byte[] data) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEAD + data.length + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length).putInt(masked(record.array(), 0, Long.BYTES)).put(data).putInt(masked(data, 0, data.length)).flip();
    while (record.hasRemaining()) {
      channel.write(record);
    }
  }

  /** Cuts the file before the first record that is not to be kept, or is not whole. */
  void keepWhile(Predicate<byte[]> wanted) throws IOException {
    long end = 0;
    long size = channel.size();
    boolean goesOn = true;
    while (goesOn && end + HEAD <= size) {
      ByteBuffer head = read(end, HEAD);
      long length = head.getLong(0);
      goesOn = length >= 0 && length <= size - end - HEAD - Integer.BYTES && wanted.test(read(end + HEAD, (int) length).array());
      end += goesOn ? HEAD + length + Integer.BYTES : 0;
    }
    channel.truncate(end).position(end);
  }

  boolean isEmpty() throws IOException {
    return channel.size() == 0;
  }

  private ByteBuffer read(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    long at = from;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at);
      if (read < 0) {
        throw new IOException("a file of records became shorter while it was read");
      }
      at += read;
    }
    return bytes;
  }

  private static int masked(byte[] bytes, int from, int count) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, count);
    int value = (int) checksum.getValue();
    return (value >>> 15 | value << 17) + MASK;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
