package org.automtl4j.graph.samediff;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.Branch;
import org.automtl4j.graph.supermodel.ParameterNames;
import org.automtl4j.graph.supermodel.ParameterStore.Parameter;
import org.automtl4j.graph.supermodel.ParameterStore.Role;
import org.automtl4j.graph.supermodel.Stage;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;

/** What of a supermodel's parameters a stage has to do with. */
public final class PathParameters {
  private PathParameters() {}

  /**
   * The parameters that the tasks' graphs of a stage read, and the running statistics that belong to them: a model over no others can be trained and evaluated
   * on these paths.
   *
   * @param model the supermodel, of whose parameters only the names are looked at
   * @param stage which branches a path computes
   * @param architecture the branches of stage HARD; without one, the most probable branches. Other stages do not look at it
   * @return their names, in the order of the model's parameters
   */
  public static Set<String> of(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    Paths paths = Paths.of(model, stage, architecture);
    Set<String> prefixes = new LinkedHashSet<>();
    for (Node node : model.backbone().nodes()) {
      if (node.layer() instanceof Convolution || node.layer() instanceof BatchNorm) {
        for (Task task : model.tasks()) {
          paths.branches(task.name(), node.index()).forEach(branch -> prefixes.add(prefix(node, branch, task)));
        }
      } else {
        prefixes.add(ParameterNames.layer(node.index(), ""));
      }
    }
    return model.parameters().all().stream().filter(p -> isRead(p, stage, prefixes)).map(Parameter::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean isRead(Parameter parameter, Stage stage, Set<String> prefixes) {
    if (parameter.role() == Role.POLICY) {
      return stage == Stage.SOFT;
    }
    String name = parameter.name();
    return !name.startsWith("layer.") || prefixes.contains(name.substring(0, name.lastIndexOf('.') + 1)); // heads are on every path
  }

  private static String prefix(Node node, Branch branch, Task task) {
    return ParameterNames.layer(node.index(), branch, task.name(), "");
  }
}
