package org.automtl4j.graph.automtl;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture.LayerKey;

/** Tells whether an architecture fits a model. */
final class ArchitectureCheck {
  private ArchitectureCheck() {}

  static void check(Architecture architecture, SuperModel model) {
    String tasks = model.tasks().stream().map(Task::name).collect(Collectors.joining(", "));
    for (String task : architecture.tasks()) {
      if (model.tasks().stream().noneMatch(t -> t.name().equals(task))) {
        throw new InvalidInputException("architecture: the model has no task '" + task + "'; its tasks are " + tasks);
      }
    }
    for (Task task : model.tasks()) {
      if (!architecture.tasks().contains(task.name())) {
        throw new InvalidInputException("architecture: task '" + task.name() + "' is missing; the model's tasks are " + tasks);
      }
      check(task.name(), architecture.branches(task.name()), model);
    }
  }

  private static void check(String task, Map<LayerKey, Branch> branches, SuperModel model) {
    String where = "architecture: task '" + task + "', layer ";
    for (LayerKey key : branches.keySet()) {
      PolicyNode node = model.policyNode(key.index())
          .orElseThrow(() -> new InvalidInputException(where + key + ": the tasks have no choice there" + choices(model)));
      if (!node.name().equals(key.name())) {
        String backbone = model.backbone().name();
        throw new InvalidInputException(where + key + ": layer " + key.index() + " of backbone '" + backbone + "' is named '" + node.name() + "'");
      }
    }
    for (PolicyNode node : model.policyNodes()) {
      Branch branch = branches.get(new LayerKey(node.layer(), node.name()));
      if (branch == null) {
        throw new InvalidInputException(where + node.key() + " is missing; it is one of " + labels(node));
      }
      if (!node.choices().contains(branch)) {
        throw new InvalidInputException(where + node.key() + ": '" + branch.label()
            + "' is not possible there, because skipping would change the map's size; it is one of " + labels(node));
      }
    }
  }

  private static String labels(PolicyNode node) {
    return node.choices().stream().map(Branch::label).collect(Collectors.joining(", "));
  }

  private static String choices(SuperModel model) {
    TreeSet<Integer> layers = model.policyNodes().stream().map(PolicyNode::layer).collect(Collectors.toCollection(TreeSet::new));
    return layers.isEmpty() ? "" : "; they have at layers " + layers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
