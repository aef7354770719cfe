package org.automtl4j.core.npy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.automtl4j.core.InvalidInputException;

/** Opens zips whose entries have each a name of their own: of two with one name, one program would read the first and another the second. */
public final class ZipEntries {
  private ZipEntries() {}

  /**
   * @param file a zip
   * @return it, open
   * @throws IOException if it cannot be opened
   * @throws InvalidInputException if two entries have one name
   */
  public static ZipFile open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      check(zip, file);
      return zip;
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void check(ZipFile zip, Path file) {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!seen.add(entry.getName())) {
        throw new InvalidInputException(file + ": has two entries of the name " + entry.getName() + "; which of them is meant cannot be told");
      }
    }
  }
}
