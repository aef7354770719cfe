package org.automtl4j.data.dataset.folder.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.reader.Pixels;

/** Classes: numbers where there is one channel, colours where there are three or four. */
final class ClassDecoder implements LabelDecoder {
  private static final int NUMBERS = 1 << 16;
  private static final float NOT_ALLOWED = Float.NaN;

  private final LabelEncoding.Classes encoding;
  private final float[] byNumber = new float[NUMBERS];
  private final Map<Integer, Float> byColour = new HashMap<>();

  ClassDecoder(LabelEncoding.Classes encoding) {
    this.encoding = encoding;
    Arrays.fill(byNumber, NOT_ALLOWED);
    encoding.unknownValues().stream().filter(n -> n >= 0).forEach(n -> byNumber[n] = Unknown.CLASS);
    encoding.values().forEach((number, index) -> {
      if (number >= 0) {
        byNumber[number] = index;
      }
    });
    encoding.unknownColours().forEach(c -> byColour.put(c, Unknown.CLASS));
    encoding.colours().forEach((colour, index) -> byColour.put(colour, (float) index));
  }

  @Override
  public Pixels.Floats decode(Path file, Pixels stored) {
    int area = stored.height() * stored.width();
    boolean grey = encoding.colours().isEmpty() && EqualChannels.of(stored);
    float[] classes = stored.channels() >= 3 && !grey ? colours(file, stored, area) : numbers(file, stored, area);
    return new Pixels.Floats(classes, stored.height(), stored.width(), 1);
  }

  private float[] numbers(Path file, Pixels stored, int area) {
    float[] classes = new float[area];
    int step = stored.channels(); // 2: grey and opacity; 3 and 4: a grey picture that was stored in colour
    for (int i = 0; i < area; i++) {
      float number = stored.at(i * step);
      float found = number >= 0 && number < NUMBERS && number == (int) number ? byNumber[(int) number] : other(number);
      if (Float.isNaN(found)) {
        throw LabelDecoder.wrong(file, stored, i, LabelDecoder.text(number), "the classes' numbers " + ranges(encoding.values().keySet()) + unknown());
      }
      classes[i] = found;
    }
    return classes;
  }

  /** Numbers below 0, of arrays. */
  private float other(float number) {
    if (number != (int) number) {
      return NOT_ALLOWED;
    }
    if (encoding.unknownValues().contains((int) number)) {
      return Unknown.CLASS;
    }
    Integer index = encoding.values().get((int) number);
    return index == null ? NOT_ALLOWED : index;
  }

  private String unknown() {
    return encoding.unknownValues().isEmpty() ? "" : " and, for unknown, " + ranges(encoding.unknownValues());
  }

  private float[] colours(Path file, Pixels stored, int area) {
    if (encoding.colours().isEmpty()) {
      throw new InvalidInputException(file
          + ": found a colour picture, allowed: one number per pixel (grey or palette png, .npy), or colours of the classes in "
          + "tasks.yaml ('color: \"#ff8000\"')");
    }
    if (!(stored instanceof Pixels.Bytes)) {
      throw new InvalidInputException(file + ": found a colour picture with 16 bits per channel, allowed: 8 bits");
    }
    float[] classes = new float[area];
    int step = stored.channels();
    int last = -1;
    float lastClass = 0;
    for (int i = 0; i < area; i++) {
      int rgb = (int) stored.at(i * step) << 16 | (int) stored.at(i * step + 1) << 8 | (int) stored.at(i * step + 2);
      if (rgb != last) {
        Float found = byColour.get(rgb);
        if (found == null) {
          throw LabelDecoder.wrong(file, stored, i, hex(rgb), encoding.colours().keySet().stream().sorted().map(ClassDecoder::hex)
              .collect(Collectors.joining(", ")) + (encoding.unknownColours().isEmpty() ? "" : " and, for unknown, "
              + encoding.unknownColours().stream().map(ClassDecoder::hex).collect(Collectors.joining(", "))));
        }
        last = rgb;
        lastClass = found;
      }
      classes[i] = lastClass;
    }
    return classes;
  }

  static String hex(int colour) {
    return "#" + Integer.toHexString(colour | 0x1000000).substring(1);
  }

  /** {@code 0 to 6, 9}. */
  private static String ranges(Iterable<Integer> numbers) {
    TreeSet<Integer> sorted = new TreeSet<>();
    numbers.forEach(sorted::add);
    StringBuilder text = new StringBuilder();
    for (Integer first = sorted.isEmpty() ? null : sorted.first(); first != null; ) {
      int last = first;
      while (sorted.contains(last + 1)) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(first).append(last > first ? (last > first + 1 ? " to " : ", ") + last : "");
      first = sorted.higher(last);
    }
    return text.toString();
  }
}
