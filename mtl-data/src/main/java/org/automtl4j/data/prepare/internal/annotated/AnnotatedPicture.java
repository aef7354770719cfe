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
 */
record AnnotatedPicture(String key, Path file, Optional<Split> split, List<Labelled> regions, String where) {

  /**
   * An object.
   *
   * @param number its class, from 1 on
   * @param region its pixels
   */
  record Labelled(int number, Region region) {}
}
