package org.automtl4j.graph.automtl;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;

/**
 * One branch per task and policy node: what a search finds. Immutable. The file is JSON that a person can read and edit:
 *
 * <pre>{@code
 * { "format": "automtl4j-architecture", "version": 1, "backbone": "resnet18",
 *   "tasks": { "depth": { "0:conv1": "shared", "3:conv2": "specific", "6:conv3": "skip" } } }
 * }</pre>
 */
public final class Architecture {
  private final String backbone;
  private final Map<String, Map<LayerKey, Branch>> tasks;

  /**
   * A layer as files call it, {@code <index>:<name>}.
   *
   * @param index its index in the backbone
   * @param name its name
   */
  record LayerKey(int index, String name) {
    @Override
    public String toString() {
      return index + ":" + name;
    }
  }

  Architecture(String backbone, Map<String, Map<LayerKey, Branch>> tasks) {
    Map<String, Map<LayerKey, Branch>> copy = new LinkedHashMap<>();
    tasks.forEach((task, branches) -> copy.put(task, Collections.unmodifiableMap(new LinkedHashMap<>(branches))));
    this.backbone = backbone;
    this.tasks = Collections.unmodifiableMap(copy);
  }

  private static Architecture choose(SuperModel model, BiFunction<PolicyDistribution, PolicyNode, Branch> choice) {
    Map<String, Map<LayerKey, Branch>> tasks = new LinkedHashMap<>();
    model.tasks().forEach(task -> {
      PolicyDistribution distribution = PolicyDistribution.of(model, task.name());
      Map<LayerKey, Branch> branches = new LinkedHashMap<>();
      model.policyNodes().forEach(node -> branches.put(new LayerKey(node.layer(), node.name()), choice.apply(distribution, node)));
      tasks.put(task.name(), branches);
    });
    return new Architecture(model.backbone().name(), tasks);
  }

  /**
   * @param model whose layers and tasks; its numbers are not looked at
   * @param branches the branch of each task at each of its policy nodes
   * @return the architecture
   */
  public static Architecture of(SuperModel model, Branching branches) {
    Map<String, Map<LayerKey, Branch>> tasks = new LinkedHashMap<>();
    model.tasks().forEach(task -> {
      Map<LayerKey, Branch> taken = new LinkedHashMap<>();
      model.policyNodes().forEach(node -> taken.put(new LayerKey(node.layer(), node.name()), branches.at(task.name(), node.layer())));
      tasks.put(task.name(), taken);
    });
    return new Architecture(model.backbone().name(), tasks);
  }

  /**
   * @param model whose layers and tasks
   * @param branch the branch to take everywhere; {@link Branch#SKIP} gives way to {@link Branch#SHARED} where nothing can be skipped
   * @return the same branch everywhere
   */
  public static Architecture uniform(SuperModel model, Branch branch) {
    return of(model, (task, layer) -> model.policyNode(layer).orElseThrow().choices().contains(branch) ? branch : Branch.SHARED);
  }

  /**
   * @param model whose logits
   * @return the most probable branch everywhere; of equal ones the first in the order of {@link Branch}
   */
  public static Architecture argmax(SuperModel model) {
    return choose(model, PolicyDistribution::mostProbable);
  }

  /**
   * Draws every branch from the softmax of the logits at temperature 1, task by task, in file order.
   *
   * @param model whose logits; with zero logits every branch is equally probable
   * @param random takes one number per task and policy node
   * @return the sample
   */
  public static Architecture sample(SuperModel model, RandomStream random) {
    return choose(model, (distribution, node) -> distribution.draw(node, random));
  }

  /**
   * @param file a file as {@link #save} writes it, perhaps edited
   * @return the architecture; {@link #checkedAgainst} tells whether it fits a model
   * @throws InvalidInputException if it cannot be read; the message says where and what is allowed
   */
  public static Architecture read(Path file) {
    return ArchitectureFile.read(file);
  }

  /**
   * @param json what {@link #toJson} gives
   * @return the architecture
   * @throws InvalidInputException if it cannot be read
   */
  public static Architecture fromJson(String json) {
    return ArchitectureFile.parse(json, "architecture");
  }

  /**
   * Writes the file whole or not at all, over an older one.
   *
   * @param file where to
   * @throws java.io.UncheckedIOException if that fails
   */
  public void save(Path file) {
    ArchitectureFile.write(this, file);
  }

  /** @return the text of the file */
  public String toJson() {
    return ArchitectureFile.format(this);
  }

  /** @return the backbone's name; may be empty */
  public String backbone() {
    return backbone;
  }

  /** @return the tasks' names */
  public List<String> tasks() {
    return List.copyOf(tasks.keySet());
  }

  /**
   * @param task one of the tasks
   * @return its branch at every layer where it has a choice, by the layer's name in files, {@code "<index>:<name>"}, in the backbone's order
   */
  public Map<String, Branch> byLayer(String task) {
    Map<String, Branch> result = new LinkedHashMap<>();
    branches(task).forEach((key, branch) -> result.put(key.toString(), branch));
    return Collections.unmodifiableMap(result);
  }

  Map<LayerKey, Branch> branches(String task) {
    return tasks.getOrDefault(task, Map.of());
  }

  /**
   * @param task one of the tasks
   * @param layer index of a layer
   * @return the branch that the task takes there; shared where it has no choice
   */
  public Branch branch(String task, int layer) {
    for (Map.Entry<LayerKey, Branch> entry : branches(task).entrySet()) {
      if (entry.getKey().index() == layer) {
        return entry.getValue();
      }
    }
    return Branch.SHARED;
  }

  /**
   * @param task one of the tasks
   * @param layer index of a layer where the task has a choice
   * @param branch the branch to take there
   * @return this architecture with that branch
   * @throws IllegalArgumentException if the task has no choice there
   */
  public Architecture with(String task, int layer, Branch branch) {
    Map<String, Map<LayerKey, Branch>> changed = new LinkedHashMap<>(tasks);
    Map<LayerKey, Branch> branches = new LinkedHashMap<>(branches(task));
    LayerKey key = branches.keySet().stream().filter(k -> k.index() == layer).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("task '" + task + "' has no choice at layer " + layer));
    branches.put(key, branch);
    changed.put(task, branches);
    return new Architecture(backbone, changed);
  }

  /**
   * @param model the model that is to follow this architecture
   * @return this
   * @throws InvalidInputException if tasks, layers or branches are not those of the model; the message names task and layer and what is allowed
   */
  public Architecture checkedAgainst(SuperModel model) {
    ArchitectureCheck.check(this, model);
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Architecture a && tasks.equals(a.tasks);
  }

  @Override
  public int hashCode() {
    return tasks.hashCode();
  }

  @Override
  public String toString() {
    return "Architecture" + tasks;
  }
}
