package org.automtl4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.automtl4j.data.check.CheckReport;
import org.automtl4j.data.check.TaskSummary;

/** What {@code automtl data check} prints. */
final class CheckText {
  private static final int FORMAT_VERSION = 1;

  private CheckText() {}

  static String table(CheckReport report) {
    StringBuilder out = new StringBuilder();
    line(out, "%s", report.data());
    line(out, "samples: %s", report.samples().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining(", ")));
    line(out, "pictures: %s", report.sizes().entrySet().stream().map(e -> e.getValue() + " of " + e.getKey()).collect(Collectors.joining(", ")));
    report.tasks().forEach((name, task) -> {
      line(out, "");
      long all = task.known() + task.unknown();
      line(out, "%s: %d labels, %.1f %% of them known", name, task.labels(), all == 0 ? 0.0 : 100.0 * task.known() / all);
      if (task.classes().isEmpty()) {
        line(out, "  from %.4g to %.4g, mean %.4g", task.least(), task.most(), task.mean());
      }
      task.classes().forEach((label, count) -> line(out, "  %6.2f %%  %s", task.known() == 0 ? 0.0 : 100.0 * count / task.known(), label));
    });
    if (!report.remarks().isEmpty()) {
      line(out, "");
      report.remarks().forEach(remark -> line(out, "%s", remark));
    }
    line(out, "");
    if (report.isSound()) {
      line(out, "Nothing is wrong.");
    } else {
      line(out, "%d %s wrong:", report.problemCount(), report.problemCount() == 1 ? "thing is" : "things are");
      report.problems().forEach(problem -> line(out, "  %s", problem));
      if (report.problemCount() > report.problems().size()) {
        line(out, "  ... and %d more", report.problemCount() - report.problems().size());
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  static String json(CheckReport report) {
    Map<String, Object> tasks = new LinkedHashMap<>();
    report.tasks().forEach((name, task) -> tasks.put(name, task(task)));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("format_version", FORMAT_VERSION);
    content.put("data", report.data());
    content.put("sound", report.isSound());
    content.put("samples", report.samples());
    content.put("sizes", report.sizes());
    content.put("tasks", tasks);
    content.put("problem_count", report.problemCount());
    content.put("problems", report.problems());
    content.put("remarks", report.remarks());
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a report", e);
    }
  }

  private static Map<String, Object> task(TaskSummary task) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("labels", task.labels());
    content.put("known", task.known());
    content.put("unknown", task.unknown());
    if (task.known() > 0) {
      content.put("least", task.least());
      content.put("most", task.most());
      content.put("mean", task.mean());
    }
    if (!task.classes().isEmpty()) {
      content.put("classes", task.classes());
    }
    return content;
  }
}
