package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files and folders inside a data set's folder. */
final class Paths {

  private Paths() {}

  /**
   * @param section where the name stands
   * @param key under which key
   * @param name a path
   * @return it, if it stays below the data set's folder
   */
  static String relative(Section section, String key, String name) {
    try {
      Path path = Path.of(name);
      if (!path.isAbsolute() && !path.normalize().startsWith("..") && !path.normalize().toString().isEmpty()) {
        return name;
      }
    } catch (InvalidPathException e) {
      // Falls to the message below.
    }
    throw section.wrong(key, "'" + name + "'", "a path below the data set's folder");
  }
}
