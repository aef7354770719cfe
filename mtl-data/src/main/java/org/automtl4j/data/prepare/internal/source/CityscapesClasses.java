package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.Pixels;

/**
 * What CityScapes' label ids mean, as the owners publish it (cityscapesScripts, {@code helpers/labels.py}): ids 0 to 33, of which 19 are trained, in eight
 * categories, of which the first is void.
 */
final class CityscapesClasses {
  private static final int VOID = -1;
  /** The trained class of each id. */
  private static final int[] CLASSES = {
    VOID, VOID, VOID, VOID, VOID, VOID, VOID, 0, 1, VOID, VOID, 2, 3, 4, VOID, VOID, VOID, 5, VOID, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, VOID, VOID, 16, 17, 18
  };
  /** Flat, construction, object, nature, sky, human, vehicle. */
  private static final int[] CATEGORIES = {
    VOID, VOID, VOID, VOID, VOID, VOID, VOID, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6
  };
  private static final int FIRST_FOREGROUND = 5;
  /** A licence plate, id -1, in a picture of bytes. */
  private static final int PLATE = 255;

  /** How fine the classes are. */
  enum Level {
    /** Background, and humans and vehicles. */
    FOREGROUND,
    /** Seven categories. */
    CATEGORIES,
    /** 19 classes. */
    CLASSES
  }

  private CityscapesClasses() {}

  /** [H, W] classes, -1 where there is none. */
  static byte[] of(Path file, Pixels ids, Level level) {
    byte[] classes = new byte[ids.size()];
    for (int i = 0; i < classes.length; i++) {
      int id = (int) ids.at(i);
      if (id >= CLASSES.length && id != PLATE) {
        throw new InvalidInputException(file + ": found the id " + id + ", allowed: 0 to " + (CLASSES.length - 1) + " and 255");
      }
      classes[i] = (byte) (id == PLATE ? VOID : of(id, level));
    }
    return classes;
  }

  private static int of(int id, Level level) {
    int category = CATEGORIES[id];
    return switch (level) {
      case CLASSES -> CLASSES[id];
      case CATEGORIES -> category;
      case FOREGROUND -> category == VOID ? VOID : category >= FIRST_FOREGROUND ? 1 : 0;
    };
  }
}
