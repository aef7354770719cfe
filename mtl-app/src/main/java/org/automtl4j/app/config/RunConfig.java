package org.automtl4j.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.automtl4j.app.config.internal.Binder;
import org.automtl4j.app.config.internal.FlatKeys;
import org.automtl4j.app.config.internal.KeyLines;
import org.automtl4j.app.config.internal.MethodKeys;
import org.automtl4j.app.config.internal.YamlText;
import org.automtl4j.app.config.internal.YamlWriter;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.metric.PublishedReferences;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.method.BalanceSettings;
import org.automtl4j.train.step.TaskStepping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a run is told. Read from YAML by {@link #read}, {@link #parse} or {@link #resolve}, which complete what is left out; {@link #toYaml} writes a
 * complete one back. Paths are relative to the current folder.
 *
 * @param version of the configuration's form
 * @param name name of the run
 * @param seed seed of everything random
 * @param batch images per batch
 * @param threads threads of the numerical library; empty: as many as the machine has processors
 * @param backbone a backbone by name, or its prototxt file
 * @param architecture an architecture to train, in place of one that is searched
 * @param initialModel the numbers that an earlier run left, to start from
 * @param taskStepping how tasks share an iteration
 * @param balancing how the losses and gradients of tasks become one step
 * @param conflicts how often conflicts between tasks are measured
 * @param data images and labels
 * @param input what the network is fed with
 * @param tasks the tasks
 * @param method the method, with its settings
 * @param validation measurements on the validation split
 * @param checkpoints when checkpoints are written
 * @param budget after what the run stops, to be resumed
 * @param baselines models to compare with
 * @param compat habits of the published code
 */
public record RunConfig(
    @Key(value = "Version of the form in which this configuration is written.", byDefault = "1", min = 1, max = 1) int version,
    @Key(value = "Name of the run, and of its folder; a file without it is called by its own name.", byDefault = "run") String name,
    @Key(value = "Seed of everything random: the same seed on the same number of threads gives the same bits.", byDefault = "1") long seed,
    @Key(value = "Images per batch.", byDefault = "16", min = 1) int batch,
    @Key(value = "Threads of the numerical library; by default as many as the machine has processors.", min = 1, max = 1024) Optional<Integer> threads,
    @Key("A backbone by name, or its prototxt file.") String backbone,
    @Key("Trained numbers that the backbone starts from, wherever fresh ones are made: the `NAME.weights.npz` that `automtl import backbone` wrote.") Optional<Path> weights,
    @Key("A file with an architecture to train, in place of one that is searched; the stages must then be `[POST]`, of `mtl-nas` `[LAST]` or `[SINGLE, LAST]`.") Optional<Path> architecture,
    @Key("The numbers to start from, as an earlier run of the same backbone, tasks and heads left them: `supermodel.npz` in its folder; fresh ones by default.")
        Optional<Path> initialModel,
    @Key(value = "Whether each task takes its own step in turn, one step serves all, or one step follows the gathered gradients of each; "
        + "by default what `balancing` needs, and turns without it.", byDefault = "AUTO") TaskStepping taskStepping,
    @Key("How the losses and gradients of tasks become one step; their weighted sum by default.") Optional<BalancingConfig> balancing,
    @Key(value = "How often conflicts between tasks are measured.", byDefault = "{}") ConflictsConfig conflicts,
    @Key("Where images and labels come from.") DataConfig data,
    @Key(value = "What the network is fed with.", byDefault = "{}") InputConfig input,
    @Key(value = "The tasks, each with its head; of the layout `folder` those of its `tasks.yaml` unless given.", byDefault = "[]") List<TaskConfig> tasks,
    @Key(value = "The method, and its settings.", byDefault = "{}") MethodConfig method,
    @Key(value = "Measurements on the validation split.", byDefault = "{}") ValidationConfig validation,
    @Key(value = "Checkpoints, from which an interrupted run goes on.", byDefault = "{}") CheckpointConfig checkpoints,
    @Key(value = "After what the run stops with a checkpoint, to be resumed; nothing by default.", byDefault = "{}") BudgetConfig budget,
    @Key(value = "Models to compare with, trained with the same updates per task.", byDefault = "[]") List<Baseline> baselines,
    @Key(value = "Habits of the published code, all of them off by default; the word `AUTOMTL` in place of the section turns them on.", byDefault = "{}")
        CompatConfig compat) {

  private static final int CONFLICTS = 200;
  private static final String ALONE = "single-task";
  /** The version of the form in which configurations are written now. */
  public static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(RunConfig.class);

  /** Checks what lies between the keys. */
  public RunConfig {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new InvalidInputException("name: found '" + name + "', allowed: letters, digits, '.', '_' and '-', since it names a folder");
    }
    Set<String> names = new TreeSet<>();
    tasks = tasks.isEmpty() ? data.ownTasks() : List.copyOf(tasks);
    for (TaskConfig task : tasks) {
      if (!names.add(task.name())) {
        throw new InvalidInputException("tasks: found '" + task.name() + "' twice, allowed: each task once");
      }
    }
    validation.taskMetric().map(metric -> metric.replaceFirst("\\..*", "")).filter(task -> !names.contains(task)).ifPresent(task -> {
      throw new InvalidInputException("validation.metric: found '" + validation.metric() + "', allowed: delta, or a metric of one of the tasks " + names
          + ", such as " + names.iterator().next() + ".METRIC");
    });
    baselines = baselines.stream().distinct().sorted().toList();
    TaskStepping stepping = balance(balancing, conflicts).stepping(taskStepping);
    if (balancing.isPresent() && (tasks.size() == 1 || method.name().equals(ALONE)) && !(balancing.get() instanceof BalancingConfig.Ew)) {
      throw new InvalidInputException("balancing: found " + balancing.get().toBalancing().type() + " with " + (tasks.size() == 1 ? "one task" : "the method " + ALONE)
          + ", where no two tasks share a parameter, allowed: EW, or no balancing");
    }
    if (balancing.isPresent() && !compat.toCompat().equals(Compat.OFF)) {
      throw new InvalidInputException("balancing: found " + balancing.get().toBalancing().type() + " with habits of the published code, which has none; leave compat or balancing out");
    }
    for (Baseline baseline : baselines) {
      if (baseline.isComparison() && !baseline.method().equals(method.name())) {
        throw new InvalidInputException("baselines: found " + baseline + ", allowed: methods; " + baseline + " belongs to runs of " + baseline.method() + " only");
      }
    }
    compat.references().ifPresent(references -> checkReferences(references, names));
    if (!compat.taskIterations().isEmpty()) {
      checkTaskIterations(compat.taskIterations(), tasks.size(), stepping);
    }
  }

  /** @return how tasks share an iteration, never AUTO: without the key {@code taskStepping} what balancing needs, and turns without it */
  public TaskStepping stepping() {
    return balance().stepping(taskStepping);
  }

  /** @return how tasks are balanced, and how often conflicts are measured */
  public BalanceSettings balance() {
    return balance(balancing, conflicts);
  }

  private static BalanceSettings balance(Optional<BalancingConfig> balancing, ConflictsConfig conflicts) {
    return new BalanceSettings(balancing.map(BalancingConfig::toBalancing), conflicts.every().orElse(balancing.isPresent() ? CONFLICTS : 0));
  }

  private static void checkReferences(PublishedReferences references, Set<String> tasks) {
    if (!references.byTask().keySet().containsAll(tasks)) {
      throw new InvalidInputException("compat.references: found " + references + ", which has figures of the tasks "
          + new TreeSet<>(references.byTask().keySet())
          + " only; the run's tasks are " + tasks);
    }
  }

  private static void checkTaskIterations(List<Integer> blocks, int tasks, TaskStepping stepping) {
    if (blocks.size() != tasks || stepping != TaskStepping.ALTERNATING) {
      throw new InvalidInputException("compat.taskIterations: found " + blocks + ", allowed: as many numbers as there are tasks (" + tasks
          + "), with taskStepping ALTERNATING; found " + stepping);
    }
  }

  /**
   * @param file a YAML file
   * @return its configuration, named after the file unless it has a name
   * @throws InvalidInputException if it cannot be read or cannot work
   */
  public static RunConfig read(Path file) {
    ReadyConfigurations.Text text = ReadyConfigurations.file(file);
    return parse(text.yaml(), text.source(), KeyLines::of, Optional.of(text.name()), List.of());
  }

  /**
   * @param yaml a configuration
   * @param source where it comes from, for messages
   * @param assignments keys to change, such as {@code "policySearch.iterations=400"}
   * @return the configuration
   * @throws InvalidInputException if it cannot work; the message names the key's path, what was found and what is allowed
   */
  public static RunConfig parse(String yaml, String source, List<String> assignments) {
    return parse(yaml, source, KeyLines::of, Optional.empty(), assignments);
  }

  /**
   * @param nameOrFile a ready configuration's name, or a YAML file
   * @param assignments keys to change, such as {@code "policySearch.iterations=400"}
   * @return the configuration
   * @throws InvalidInputException if there is no such thing, or it cannot work
   */
  public static RunConfig resolve(String nameOrFile, List<String> assignments) {
    ReadyConfigurations.Text text = ReadyConfigurations.find(nameOrFile);
    return parse(text.yaml(), text.source(), KeyLines::of, Optional.of(text.name()), assignments);
  }

  /**
   * @return the data set, with the tasks of this configuration in their order
   * @throws InvalidInputException if it cannot be read, or has no labels of a task
   */
  public MultiTaskDataSet openData() {
    return data.open(new DataRequest(seed, tasks.stream().map(TaskConfig::name).toList(), input, compat.normalEncoding()));
  }

  /** @return the names of the ready configurations */
  public static List<String> names() {
    return ReadyConfigurations.names();
  }

  /**
   * @param name a ready configuration's name
   * @return its text, with comments
   * @throws InvalidInputException if there is none of that name
   */
  public static String text(String name) {
    return ReadyConfigurations.named(name).yaml();
  }

  private static RunConfig parse(String yaml, String source, Function<String, KeyLines> lines, Optional<String> defaultName, List<String> assignments) {
    MethodKeys keys = MethodKeys.of(YamlText.parse(yaml, source), source, lines.apply(yaml));
    assignments.forEach(keys::assign);
    JsonNode tree = keys.tree();
    if (!keys.idle().isEmpty()) {
      LOG.warn("{}: the method {} does not read {}", source, keys.name(), String.join(", ", keys.idle()));
    }
    if (tree.path("version").asInt(VERSION) > VERSION) {
      throw new InvalidInputException(source + ": version: found " + tree.path("version").asText() + ", allowed: up to " + VERSION
          + "; it was written by a newer AutoMTL4J");
    }
    if (tree instanceof ObjectNode object && !object.has("name") && defaultName.isPresent()) {
      object.put("name", defaultName.get());
    }
    return new Binder(source, keys.lines(), keys::words).bind(RunConfig.class, tree);
  }

  /**
   * @param assignments keys to change, such as {@code "policySearch.iterations=400"} or {@code "tasks.depth_zbuffer.weight=2"}
   * @return a changed copy
   * @throws InvalidInputException if the result cannot work
   */
  public RunConfig with(String... assignments) {
    return parse(toYaml(), "configuration '" + name + "'", yaml -> KeyLines.NONE, Optional.empty(), List.of(assignments));
  }

  /** @return every key by its path with its value as text, such as {@code policySearch.lambda} and {@code 5.0E-4} */
  public Map<String, String> flat() {
    return MethodKeys.flat(FlatKeys.of(YamlText.parse(toYaml(), name)));
  }

  /** @return the whole configuration in YAML, defaults included; reading it gives an equal one */
  public String toYaml() {
    return YamlWriter.write(this);
  }
}
