package org.automtl4j.data.prepare.internal.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Guesses a task from the look of its labels, and writes it down with what was seen and what must be checked. */
final class TaskProposal {
  private static final int UNKNOWN = 255;
  private static final int WIDE_UNKNOWN = 65535;

  private final String folder;
  private final LabelSurvey seen;
  private final StringBuilder text = new StringBuilder();

  private TaskProposal(String folder, LabelSurvey seen) {
    this.folder = folder;
    this.seen = seen;
  }

  /** The section of a task, indented by two; all in comments where the labels look like nothing known. */
  static String of(String folder, String suffix, LabelSurvey seen, int labels, int pictures) {
    TaskProposal proposal = new TaskProposal(folder, seen);
    String name = proposal.name();
    proposal.comment("", "Seen: " + labels + " labels for " + pictures + " pictures; " + seen.describe() + ", " + proposal.numbers() + ".");
    proposal.text.append("  ").append(name).append(":\n");
    if (!name.equals(folder)) {
      proposal.line("folder: " + quoted(folder));
    }
    if (!suffix.isEmpty()) {
      proposal.line("suffix: " + quoted(suffix));
    }
    return proposal.guess() ? proposal.text.toString() : proposal.text.toString().replaceAll("(?m)^  (?!#)", "  # ");
  }

  private String name() {
    String plain = folder.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.matches("[A-Za-z].*") ? plain : "task_" + plain;
  }

  private boolean hint(String... words) {
    String lower = folder.toLowerCase(Locale.ROOT);
    return List.of(words).stream().anyMatch(lower::contains);
  }

  private String numbers() {
    if (seen.colour()) {
      return seen.unitVectors() ? "most of them vectors of length 1" : seen.fewColours() ? seen.colours().size() + " colours" : "many colours";
    }
    return seen.fewValues() && seen.values().size() <= LabelSurvey.MOST_CLASSES ? seen.values().size() + " numbers, " + range() : range();
  }

  private String range() {
    return seen.least() > seen.most() ? "all 0" : "from " + plain(seen.least()) + " (leaving 0 aside) to " + plain(seen.most());
  }

  private boolean guess() {
    if (seen.colour()) {
      return colours();
    }
    boolean maps = hint("edge", "contour", "keypoint", "corner", "heat");
    if (!hint("depth", "dist", "range", "zbuffer", "disp") && !maps && (seen.indexed() || seen.fewValues() && classNumbers())) {
      classes();
    } else if (maps) {
      map();
    } else if (seen.wide() || seen.array() || hint("depth", "dist", "range", "zbuffer", "disp")) {
      depth();
    } else {
      map();
    }
    return true;
  }

  /** Few whole numbers from 0 on are classes, whatever the number of bits. */
  private boolean classNumbers() {
    return !seen.wide() || seen.values().size() > 1 && seen.values().keySet().stream().allMatch(value -> value <= UNKNOWN || value == WIDE_UNKNOWN);
  }

  /** Says that masks were resized as pictures are. */
  private void smoothed() {
    if (seen.smoothed()) {
      comment("  ", "CHECK: " + seen.blends() + (seen.colour() ? " colours lie" : " numbers lie") + " between others at borders, and nowhere else: the masks were "
          + "smoothed when they were resized. They are not proposed; make the masks again with nearest-neighbour resizing.");
    }
  }

  private boolean colours() {
    if (seen.unitVectors() && (!seen.fewColours() || hint("normal"))) {
      line("kind: normals");
      line("encoding: " + (seen.array() ? "vectors   # the numbers are the components" : "bytes     # v / 255 * 2 - 1 (16 bits: v / 65535 * 2 - 1)"));
      line("axes: [right, down, forward]   # CHECK: what positive numbers of the three channels mean: right or left, down or up, forward or backward");
      return true;
    }
    if (!seen.fewColours()) {
      comment("", "CHECK: these files look like no label that is known; write a section for them or leave them aside.");
      line("kind: normals");
      return false;
    }
    smoothed();
    line("kind: segmentation");
    line("classes:   # CHECK: names; every colour of every file must be here or in ignore");
    int number = 0;
    for (Map.Entry<Integer, Long> colour : seen.colours().entrySet()) {
      if (colour.getKey() != 0 || seen.colours().size() < 3) {
        line("  - {name: class_" + number++ + ", color: \"" + hex(colour.getKey()) + "\"}");
      }
    }
    if (seen.colours().size() >= 3 && seen.colours().containsKey(0)) {
      line("ignore: [\"#000000\"]   # CHECK: black may be a class of its own");
    }
    return true;
  }

  private void classes() {
    SortedMap<Integer, Long> values = new TreeMap<>(seen.values());
    boolean unknown = values.containsKey(UNKNOWN) && values.size() > 2;
    boolean negative = values.firstKey() < 0;
    if (unknown) {
      values.remove(UNKNOWN);
    }
    values.keySet().removeIf(v -> v < 0);
    boolean wideUnknown = seen.wide() && values.remove(WIDE_UNKNOWN) != null;
    smoothed();
    line("kind: segmentation");
    line("classes:   # CHECK: names, and classes that these files happen not to have");
    int position = 0;
    for (int value : values.keySet()) {
      String number = value == position ? "" : ", value: " + value;
      String colour = seen.palette().containsKey(value) ? ", color: \"" + hex(seen.palette().get(value)) + "\"" : "";
      line("  - {name: class_" + value + number + colour + "}");
      position++;
    }
    if (values.size() < 2) {
      line("  - {name: class_other, value: " + (values.isEmpty() ? 0 : values.lastKey() + 1) + "}   # CHECK: only one class was seen");
    }
    List<String> ignored = new ArrayList<>();
    if (negative) {
      ignored.add(seen.values().firstKey().toString());
    }
    if (unknown) {
      ignored.add(Integer.toString(UNKNOWN));
    }
    if (wideUnknown) {
      ignored.add(Integer.toString(WIDE_UNKNOWN));
    }
    if (!ignored.isEmpty()) {
      line("ignore: " + ignored + "   # CHECK: pixels without a class");
    }
  }

  private void depth() {
    line("kind: depth");
    if (seen.array()) {
      line("scale: 1   # CHECK: metres = number * scale + offset");
    } else if (seen.wide()) {
      line("scale: 0.001   # CHECK: 16-bit pictures of depth are usually millimetres; then these are " + plain(seen.least() / 1000) + " to "
          + plain(seen.most() / 1000) + " m");
    } else {
      line("scale: 0.01   # CHECK: metres = number * scale + offset; what a step of these 8-bit pictures means only you know");
    }
    line("ignore: [0" + (seen.wide() && seen.most() == 65535 ? ", 65535" : "") + "]   # numbers that mean: not known");
  }

  private void map() {
    line("kind: " + (hint("key", "corner", "heat", "point") ? "keypoints" : "edges"));
    if (!seen.array()) {
      line("scale: " + (seen.wide() ? "0.0000152590219   # 1 / 65535" : "0.00392156863   # 1 / 255") + ": values from 0 to 1");
    }
    comment("  ", "CHECK: many numbers that look like no classes are taken for a map of strengths; 'kind: depth' is the other possibility");
  }

  private void line(String content) {
    text.append("    ").append(content).append('\n');
  }

  private void comment(String indent, String content) {
    text.append("  ").append(indent).append("# ").append(content).append('\n');
  }

  static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_/.-]*") ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String hex(int colour) {
    return "#" + Integer.toHexString(colour | 0x1000000).substring(1);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.3g", number);
  }
}
