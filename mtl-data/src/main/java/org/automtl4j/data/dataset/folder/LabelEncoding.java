package org.automtl4j.data.dataset.folder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the numbers in a task's label files mean. */
public sealed interface LabelEncoding {

  /**
   * Classes, as whole numbers (grey or palette pngs, arrays) or as colours (RGB pngs).
   *
   * @param values class by number
   * @param colours class by colour, as 0xRRGGBB; empty: no colour masks
   * @param unknownValues numbers that mean "unknown"
   * @param unknownColours colours that mean "unknown"
   */
  record Classes(Map<Integer, Integer> values, Map<Integer, Integer> colours, List<Integer> unknownValues, List<Integer> unknownColours)
      implements LabelEncoding {
    /** Keeps unmodifiable copies. */
    public Classes {
      values = Map.copyOf(values);
      colours = Map.copyOf(colours);
      unknownValues = List.copyOf(unknownValues);
      unknownColours = List.copyOf(unknownColours);
    }
  }

  /**
   * A quantity: value = number * scale + offset.
   *
   * @param scale the value of one step of the file
   * @param offset the value of the file's 0
   * @param unknown numbers of the file that mean "unknown"
   * @param range the least and the largest value that is possible
   */
  record Quantity(double scale, double offset, List<Double> unknown, Optional<Range> range) implements LabelEncoding {
    /** Keeps an unmodifiable copy. */
    public Quantity {
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * An interval, both ends included.
   *
   * @param least its lower end
   * @param most its upper end
   */
  record Range(double least, double most) {}

  /**
   * Surface normals in three channels. They are brought to length 1; what is shorter than {@link #SHORTEST} is unknown.
   *
   * @param form how a channel's number becomes a component
   * @param axes the direction that each channel's positive numbers point to
   * @param unknownColours pixels that mean "unknown", as 0xRRGGBB
   */
  record Normals(Form form, List<Axis> axes, List<Integer> unknownColours) implements LabelEncoding {
    /** Shorter vectors have no direction. */
    public static final double SHORTEST = 0.05;

    /** Keeps unmodifiable copies. */
    public Normals {
      axes = List.copyOf(axes);
      unknownColours = List.copyOf(unknownColours);
    }
  }

  /** How a number becomes a component of a normal. */
  enum Form {
    /** v / 255 * 2 - 1, of 16-bit pngs v / 65535 * 2 - 1. */
    BYTES,
    /** The number is the component. */
    VECTORS,
    /** As bytes in pngs, as vectors in arrays. */
    BY_FILE
  }

  /** A direction in the camera's frame: x right, y down, z forward, along the optical axis. */
  enum Axis {
    /** x. */
    RIGHT(0, 1),
    /** -x. */
    LEFT(0, -1),
    /** y. */
    DOWN(1, 1),
    /** -y. */
    UP(1, -1),
    /** z. */
    FORWARD(2, 1),
    /** -z: towards the camera. */
    BACKWARD(2, -1);

    private final int component;
    private final int sign;

    Axis(int component, int sign) {
      this.component = component;
      this.sign = sign;
    }

    /** @return 0 for x, 1 for y, 2 for z */
    public int component() {
      return component;
    }

    /** @return 1 or -1 */
    public int sign() {
      return sign;
    }
  }

  /**
   * One answer per image, in a table of comma-separated values: a line of headings, then the picture's name and its numbers or its class.
   *
   * @param file the table, relative to the data set's folder
   */
  record Table(String file) implements LabelEncoding {}
}
