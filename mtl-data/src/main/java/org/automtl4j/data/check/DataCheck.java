package org.automtl4j.data.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.check.internal.FolderFindings;
import org.automtl4j.data.check.internal.LabelStatistics;
import org.automtl4j.data.check.internal.SampleFindings;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.data.dataset.layout.LayoutDataSet;

/**
 * Reads every sample of training, validation and test once, as it is stored, and collects counts, sizes, ranges, class frequencies, unreadable and
 * inconsistent files, labels outside of their range, and pictures that occur in more than one split. Samples are read on all processors; what is found does not
 * depend on it.
 */
public final class DataCheck {
  /** So many problems are told one by one. */
  private static final int TOLD = 200;
  private static final int AT_A_TIME = 64;
  private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.VAL, Split.TEST);

  private final MultiTaskDataSet data;
  private final IntConsumer progress;
  private final Map<String, LabelStatistics> labels = new LinkedHashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> evaluatedSizes = new TreeSet<>();
  private final Map<String, Place> seen = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long problemCount;
  private long twins;
  private int done;

  private record Place(Split split, int index) {}

  private DataCheck(MultiTaskDataSet data, IntConsumer progress) {
    this.data = data;
    this.progress = progress;
    data.tasks().forEach(t -> labels.put(t.name(), new LabelStatistics(t)));
  }

  /**
   * Checks a data set.
   *
   * @param data the data set
   * @param progress is told how many samples have been read
   * @return what was found
   */
  public static CheckReport run(MultiTaskDataSet data, IntConsumer progress) {
    return new DataCheck(data, progress).run();
  }

  /**
   * @param data a data set
   * @return how many samples a check reads
   */
  public static int samples(MultiTaskDataSet data) {
    return SPLITS.stream().mapToInt(data::size).sum();
  }

  private CheckReport run() {
    remarks.addAll(data.remarks());
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      counts.put(split.id(), data.size(split));
    }
    for (Split split : SPLITS) {
      for (int from = 0; from < data.size(split); from += AT_A_TIME) {
        int to = Math.min(data.size(split), from + AT_A_TIME);
        List<SampleFindings> found = IntStream.range(from, to).parallel().mapToObj(i -> SampleFindings.of(data, split, i)).toList();
        found.forEach(f -> add(split, f));
        done += found.size();
        progress.accept(done);
      }
    }
    checkEvaluatedSizes();
    if (data instanceof FolderDataSet own) {
      own.faults().forEach(this::problem);
      problemCount += own.faultCount() - own.faults().size();
      FolderFindings.tell(own, this::problem, remarks::add);
    }
    if (twins > 0) {
      remarks.add(twins + " pictures occur twice within one split.");
    }
    Map<String, TaskSummary> tasks = new LinkedHashMap<>();
    for (Task task : data.tasks()) {
      TaskSummary summary = labels.get(task.name()).summary();
      tasks.put(task.name(), summary);
      remark(task, summary);
    }
    Map<String, Long> ordered = new LinkedHashMap<>();
    sizes.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return new CheckReport(data.name(), counts, ordered, tasks, problemCount, problems, remarks);
  }

  /** Pictures that are not resized must have one size, and the run must be told which. */
  private void checkEvaluatedSizes() {
    if (!(data instanceof LayoutDataSet layout) || layout.reader().resizes() || evaluatedSizes.isEmpty()) {
      return;
    }
    String expected = data.height() + "x" + data.width();
    if (evaluatedSizes.size() > 1) {
      problem("validation and test pictures of " + layout.reader().layout() + " must have one size, found " + String.join(", ", evaluatedSizes));
    } else if (!evaluatedSizes.contains(expected)) {
      String found = evaluatedSizes.iterator().next();
      remarks.add("Validation and test pictures have " + found + " pixels, not " + expected + ": set data.size=[" + found.replace("x", ", ") + "] in runs.");
    }
  }

  private void remark(Task task, TaskSummary summary) {
    if (summary.known() == 0) {
      problem("task '" + task.name() + "': not one label is known");
      return;
    }
    List<String> absent = summary.classes().entrySet().stream().filter(e -> e.getValue() == 0).map(Map.Entry::getKey).toList();
    if (!absent.isEmpty()) {
      remarks.add(String.format(Locale.ROOT, "Task '%s': %d of its %d classes never occur: %s.", task.name(), absent.size(), summary.classes().size(),
          String.join(", ", absent)));
    }
  }

  private void add(Split split, SampleFindings found) {
    found.problems().forEach(this::problem);
    found.labels().forEach((task, statistics) -> labels.get(task).merge(statistics));
    if (found.content().isEmpty()) {
      return;
    }
    sizes.merge(found.size(), 1L, Long::sum);
    if (!split.isTraining()) {
      evaluatedSizes.add(found.size());
    }
    Place before = seen.putIfAbsent(found.content(), new Place(split, found.index()));
    if (before == null) {
      return;
    }
    if (before.split() == split) {
      twins++;
    } else {
      problem("the same picture is " + where(before.split(), before.index()) + " and " + where(split, found.index()) + "; splits must have nothing in common");
    }
  }

  private String where(Split split, int index) {
    return split.id() + " sample " + index + data.files(split, index).stream().findFirst().map(f -> " (" + f + ")").orElse("");
  }

  private void problem(String text) {
    problemCount++;
    if (problems.size() < TOLD) {
      problems.add(text);
    }
  }
}
