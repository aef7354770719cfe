package org.automtl4j.graph.stored;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.head.TaskHead;

/** Tasks with their heads as settings of a file, as all formats of networks have them. */
public final class HeadedTasks {
  private static final int MOST = 1 << 20;

  private HeadedTasks() {}

  /**
   * @param tasks in order
   * @param heads gives a task's head
   * @return a list of settings
   */
  public static List<Map<String, Object>> write(List<Task> tasks, Function<Task, TaskHead> heads) {
    return tasks.stream().map(task -> write(task, heads.apply(task))).toList();
  }

  private static Map<String, Object> write(Task task, TaskHead head) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", task.name());
    fields.put("kind", task.kind().name());
    fields.put("outputs", task.outputs());
    fields.put("classNames", task.classNames());
    fields.put("unit", task.unit());
    fields.put("ignore", task.ignore() instanceof IgnoreRule.Values values ? Map.of("values", values.values())
        : task.ignore() instanceof IgnoreRule.AtMost atMost ? Map.of("atMost", atMost.threshold()) : Map.of());
    Map<String, Object> stored = new LinkedHashMap<>();
    stored.put("type", head.type());
    stored.put("settings", new TreeMap<>(head.settings()));
    fields.put("head", stored);
    return fields;
  }

  /**
   * @param all what {@link #write} gave
   * @param ownHeads by task, heads of classes that only the caller knows
   * @return the tasks in order, with their heads
   * @throws InvalidInputException if something is missing or wrong
   */
  public static Map<Task, TaskHead> read(List<Fields> all, Map<String, TaskHead> ownHeads) {
    Map<Task, TaskHead> tasks = new LinkedHashMap<>();
    for (Fields fields : all) {
      Task task = new Task(fields.text("name"), fields.constant("kind", TaskKind.class), fields.whole("outputs", 1, MOST), fields.texts("classNames"), fields.text("unit"),
          ignore(fields.fields("ignore")));
      tasks.put(task, ownHeads.containsKey(task.name()) ? ownHeads.get(task.name()) : head(fields.fields("head"), task));
    }
    return tasks;
  }

  private static IgnoreRule ignore(Fields fields) {
    return fields.has("atMost") ? IgnoreRule.atMost(fields.number("atMost")) : fields.has("values") ? new IgnoreRule.Values(fields.numbers("values")) : IgnoreRule.nothing();
  }

  private static TaskHead head(Fields fields, Task task) {
    try {
      return TaskHead.of(fields.text("type"), fields.fields("settings").values());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("head of task '" + task.name() + "': " + e.getMessage() + "; a head of your own must be given when the model is loaded", e);
    }
  }
}
