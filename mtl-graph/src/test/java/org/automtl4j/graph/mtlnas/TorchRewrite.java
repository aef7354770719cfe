package org.automtl4j.graph.mtlnas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Files of torch.save with other names in them. */
final class TorchRewrite {
  private TorchRewrite() {}

  /** A copy of a file in which texts that look like names of parameters are changed. */
  static Path renamed(Path file, Path copy, UnaryOperator<String> change) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile()); OutputStream out = Files.newOutputStream(copy); ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        byte[] changed = entry.getName().endsWith("data.pkl") ? texts(bytes, change) : bytes;
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(changed.length);
        CRC32 sum = new CRC32();
        sum.update(changed);
        stored.setCrc(sum.getValue());
        to.putNextEntry(stored);
        to.write(changed);
        to.closeEntry();
      }
    }
    return copy;
  }

  /** BINUNICODE: 'X', a length of four bytes, the text. */
  private static byte[] texts(byte[] pickle, UnaryOperator<String> change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pickle.length;) {
      int length = pickle[i] == 'X' && i + 5 < pickle.length ? in.getInt(i + 1) : -1;
      String text = length > 0 && length < 100 && i + 5 + length <= pickle.length ? new String(pickle, i + 5, length, StandardCharsets.ISO_8859_1) : "";
      if (text.matches("[a-z][A-Za-z0-9_.]*")) {
        byte[] changed = change.apply(text).getBytes(StandardCharsets.ISO_8859_1);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.length).array());
        out.writeBytes(changed);
        i += 5 + length;
      } else {
        out.write(pickle[i]);
        i++;
      }
    }
    return out.toByteArray();
  }
}
