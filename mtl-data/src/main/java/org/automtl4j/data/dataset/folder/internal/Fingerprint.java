package org.automtl4j.data.dataset.folder.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A number that changes when {@code tasks.yaml}, the list of files, the length of a file, an answer or the parting changes. */
public final class Fingerprint {

  private Fingerprint() {}

  /**
   * @param tasks the {@code tasks.yaml}
   * @param index what lies beside it
   * @return eight hexadecimal digits
   */
  public static String of(Path tasks, FolderIndex index) {
    Checksum sum = new CRC32C();
    try {
      add(sum, Files.readString(tasks, StandardCharsets.UTF_8));
      add(sum, index.splits().toString());
      files(sum, index.images());
      for (Map.Entry<String, Map<String, Path>> labels : index.labels().entrySet()) {
        add(sum, labels.getKey());
        files(sum, new TreeMap<>(labels.getValue()));
      }
      index.answers().forEach((task, answers) -> {
        add(sum, task);
        new TreeMap<>(answers).forEach((name, numbers) -> add(sum, name + Arrays.toString(numbers)));
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + tasks, e);
    }
    return Long.toHexString(sum.getValue() | 1L << 32).substring(1);
  }

  private static void files(Checksum sum, Map<String, Path> files) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      add(sum, file.getKey() + " " + Files.size(file.getValue()));
    }
  }

  private static void add(Checksum sum, String text) {
    sum.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
