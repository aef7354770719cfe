package org.automtl4j.data.prepare.internal.annotated;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;

/**
 * A picture and its objects.
 *
 * @param key its name in the folder that is made
 * @param file the picture
 * @param split what its owners put it into, if they say so
 * @param regions its objects, those that are painted over first
 * @param where what its annotations stand in, for messages
 * @param mask a picture of the classes' numbers, which takes the place of regions; 255 is unknown
 */
record AnnotatedPicture(String key, Path file, Optional<Split> split, List<Labelled> regions, String where, Optional<Path> mask) {

  /** A picture whose objects are regions. */
  AnnotatedPicture(String key, Path file, Optional<Split> split, List<Labelled> regions, String where) {
    this(key, file, split, regions, where, Optional.empty());
  }

  /**
   * An object.
   *
   * @param number its class, from 1 on
   * @param region its pixels
   */
  record Labelled(int number, Region region) {}
}
