package org.automtl4j.data.dataset.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.internal.ForeignFiles;
import org.automtl4j.data.dataset.folder.internal.Pictures;

/** The pictures below a folder, labelled or not. */
public final class PictureFolder {
  private PictureFolder() {}

  /**
   * @param folder a folder
   * @return all png, jpeg, tif, bmp and webp files below it, by their names' endings, in the order of their paths; without those that desktops and storage devices write
   * @throws InvalidInputException if it cannot be listed, or has none
   */
  public static List<Path> list(Path folder) {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> pictures = all.filter(Files::isRegularFile).filter(file -> isPicture(folder.relativize(file).toString().replace('\\', '/'))).sorted().toList();
      if (pictures.isEmpty()) {
        throw new InvalidInputException(folder + ": found no picture below it, allowed: files that end with ." + String.join(", .", Pictures.IMAGES));
      }
      return pictures;
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isPicture(String name) {
    return ForeignFiles.part(name).isEmpty() && Pictures.IMAGES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
