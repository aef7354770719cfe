package org.automtl4j.data.dataset.synthetic.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a pixel can show; the ordinal is the label. */
public enum SceneClass {
  /** The room's floor. */
  FLOOR,
  /** One of the room's four walls. */
  WALL,
  /** The room's ceiling. */
  CEILING,
  /** A ball. */
  SPHERE,
  /** A cuboid. */
  BOX,
  /** A cylinder, upright or lying. */
  CYLINDER,
  /** A cone. */
  CONE;

  /** @return the names in the order of the labels */
  public static List<String> names() {
    return Arrays.stream(values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }
}
