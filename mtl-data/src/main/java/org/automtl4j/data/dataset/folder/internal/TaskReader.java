package org.automtl4j.data.dataset.folder.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.data.dataset.folder.FolderTask;
import org.automtl4j.data.dataset.folder.LabelEncoding;
import org.automtl4j.data.dataset.folder.LabelEncoding.Axis;

/** Reads one task of a {@code tasks.yaml}. */
final class TaskReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final int MOST_OUTPUTS = 1000;

  private final String name;
  private final Section section;

  private TaskReader(String name, Section section) {
    this.name = name;
    this.section = section;
  }

  static FolderTask read(String name, Section section) {
    TaskReader reader = new TaskReader(name, section);
    FolderTask task = reader.task();
    section.close();
    return task;
  }

  private FolderTask task() {
    if (!NAME.matcher(name).matches()) {
      throw section.wrong("name", "'" + name + "'", "a letter first, then letters, digits, '_' and '-' (of a folder with another name: 'folder: NAME')");
    }
    TaskKind kind = section.choice("kind", TaskKind.class).orElseThrow(() -> section.wrong("kind", "nothing",
        "one of segmentation, depth, normals, keypoints, edges, classification, regression"));
    if (!kind.isDense()) {
      return ofImage(kind);
    }
    String folder = Paths.relative(section, "folder", section.string("folder").orElse(name));
    String suffix = section.string("suffix").orElse("");
    return switch (kind) {
      case SEGMENTATION -> {
        ClassList classes = ClassList.read(section, true);
        Task task = Task.segmentation(name, classes.names().size()).withClassNames(classes.names()).withIgnore(IgnoreRule.values((double) Unknown.CLASS));
        yield new FolderTask(task, folder, suffix, classes.encoding());
      }
      case NORMALS -> new FolderTask(Task.normals(name), folder, suffix, normals());
      case DEPTH -> {
        Task depth = Task.depth(name);
        String unit = section.string("unit").orElse(depth.unit());
        Task task = new Task(name, kind, 1, List.of(), unit, depth.ignore());
        yield new FolderTask(task, folder, suffix, quantity(List.of(0.0)));
      }
      default -> new FolderTask(Task.of(name, kind, 1), folder, suffix, quantity(List.of()));
    };
  }

  private FolderTask ofImage(TaskKind kind) {
    LabelEncoding.Table table = new LabelEncoding.Table(Paths.relative(section, "file", section.string("file").orElse(name + ".csv")));
    if (kind == TaskKind.CLASSIFICATION) {
      List<String> names = ClassList.read(section, false).names();
      return new FolderTask(Task.classification(name, names.size()).withClassNames(names).withIgnore(IgnoreRule.values((double) Unknown.CLASS)), "", "", table);
    }
    long outputs = section.whole("outputs").orElse(1L);
    if (outputs < 1 || outputs > MOST_OUTPUTS) {
      throw section.wrong("outputs", Long.toString(outputs), "1 to " + MOST_OUTPUTS);
    }
    String unit = section.string("unit").orElse("");
    return new FolderTask(new Task(name, kind, (int) outputs, List.of(), unit, IgnoreRule.nothing()), "", "", table);
  }

  private LabelEncoding quantity(List<Double> usuallyUnknown) {
    double scale = section.number("scale").orElse(1.0);
    if (scale == 0) {
      throw section.wrong("scale", "0", "a number other than 0: the value of one step of the file");
    }
    double offset = section.number("offset").orElse(0.0);
    List<Double> unknown = section.find("ignore").isEmpty() ? usuallyUnknown
        : section.list("ignore").stream().map(node -> section.asNumber("ignore", node)).toList();
    String allowed = "[least, most], the smaller number first";
    Optional<LabelEncoding.Range> range = section.numbers("range", 2, allowed).map(ends -> {
      if (!(ends.get(0) < ends.get(1))) {
        throw section.wrong("range", ends.toString(), allowed);
      }
      return new LabelEncoding.Range(ends.get(0), ends.get(1));
    });
    return new LabelEncoding.Quantity(scale, offset, unknown, range);
  }

  private LabelEncoding normals() {
    LabelEncoding.Form form = section.choice("encoding", LabelEncoding.Form.class).orElse(LabelEncoding.Form.BY_FILE);
    List<Axis> axes = new ArrayList<>();
    String allowed = "three directions, one of right and left, one of down and up, one of forward and backward: "
        + "what positive numbers of the three channels mean";
    section.list("axes").forEach(node -> axes.add(Arrays.stream(Axis.values()).filter(a -> a.name().equalsIgnoreCase(node.asText())).findFirst()
        .orElseThrow(() -> section.wrong("axes", node, allowed))));
    List<Axis> used = axes.isEmpty() ? List.of(Axis.RIGHT, Axis.DOWN, Axis.FORWARD) : axes;
    Set<Integer> components = new HashSet<>(IntStream.range(0, used.size()).mapToObj(i -> used.get(i).component()).toList());
    if (used.size() != 3 || components.size() != 3) {
      throw section.wrong("axes", used.toString(), allowed);
    }
    List<Integer> unknown = section.list("ignore").stream().map(node -> ClassList.colour(section, "ignore", node)).toList();
    return new LabelEncoding.Normals(form, used, unknown);
  }
}
