package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;

/** Weights that stand in files beside an ONNX file, as exporters write them where there are many: {@code NAME.onnx.data}. */
final class OnnxDataFiles {
  private final Path model;

  /**
   * @param model the ONNX file; only files in its folder and below are looked at
   */
  OnnxDataFiles(Path model) {
    this.model = model;
  }

  /**
   * @param tensor who wants them, for messages
   * @param place the keys location, offset and length
   * @return the bytes, which the system reads when they are looked at
   */
  ByteString bytes(String tensor, Map<String, String> place) {
    String location = place.getOrDefault("location", "");
    String where = model + ": the numbers of '" + tensor + "' are to stand in '" + location + "'";
    try {
      Path folder = model.toAbsolutePath().getParent().toRealPath();
      Path name = Path.of(location);
      if (location.isEmpty() || name.isAbsolute() || !folder.resolve(name).normalize().startsWith(folder)) {
        throw new InvalidInputException(where + ", allowed is a file in the folder of the ONNX file");
      }
      if (!folder.resolve(name).toFile().isFile()) {
        throw new InvalidInputException(where + ", which is not there: copy it beside the ONNX file, or save the model as one file");
      }
      Path file = folder.resolve(name).toRealPath();
      if (!file.startsWith(folder)) {
        throw new InvalidInputException(where + ", which leads out of the folder of the ONNX file");
      }
      try (FileChannel channel = FileChannel.open(file)) {
        long offset = number(where, "offset", place.getOrDefault("offset", "0"));
        long length = place.containsKey("length") ? number(where, "length", place.get("length")) : channel.size() - offset;
        if (offset > channel.size() || length < 0 || length > channel.size() - offset || length > Integer.MAX_VALUE) {
          throw new InvalidInputException(where + " from byte " + offset + " on, " + length + " bytes; the file has " + channel.size());
        }
        return UnsafeByteOperations.unsafeWrap(channel.map(MapMode.READ_ONLY, offset, length));
      }
    } catch (InvalidPathException e) {
      throw new InvalidInputException(where + ", which is no file's name", e);
    } catch (IOException e) {
      throw new InvalidInputException(where + ", which cannot be read: " + e, e);
    }
  }

  private static long number(String where, String what, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new InvalidInputException(where + " with the " + what + " '" + text + "', allowed is a whole number from 0");
  }
}
