package org.automtl4j.data.prepare.internal.annotated;

import java.util.List;

/**
 * Pictures with their objects.
 *
 * @param classes names, of the numbers from 1 on
 * @param pictures the pictures
 * @param remarks what a user should know
 */
record AnnotationSet(List<String> classes, List<AnnotatedPicture> pictures, List<String> remarks) {

  /** A picture's name in the folder that is made: its path without its ending. */
  static String key(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') + 1 ? path : path.substring(0, dot);
  }
}
