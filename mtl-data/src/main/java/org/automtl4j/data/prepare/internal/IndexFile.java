package org.automtl4j.data.prepare.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.WholeFile;

/** Writes the index of a published layout: a JSON object with one list of samples per mode, each sample a list of files. */
public final class IndexFile {

  private IndexFile() {}

  /**
   * Writes the index, one sample per line, whole or not at all.
   *
   * @param file the file
   * @param modes samples by mode, in the order of the file
   */
  public static void write(Path file, Map<String, List<List<String>>> modes) {
    ObjectMapper mapper = new ObjectMapper();
    StringBuilder text = new StringBuilder("{");
    String between = "\n";
    try {
      for (Map.Entry<String, List<List<String>>> mode : modes.entrySet()) {
        text.append(between).append(' ').append(mapper.writeValueAsString(mode.getKey())).append(": [");
        String separator = "\n  ";
        for (List<String> sample : mode.getValue()) {
          text.append(separator).append(mapper.writeValueAsString(sample));
          separator = ",\n  ";
        }
        text.append("]");
        between = ",\n";
      }
      text.append("\n}\n");
      WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
