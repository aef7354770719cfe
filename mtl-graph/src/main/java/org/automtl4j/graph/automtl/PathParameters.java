package org.automtl4j.graph.automtl;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;

/** What of a supermodel's parameters a stage has to do with. */
public final class PathParameters {
  private PathParameters() {}

  /**
   * The parameters that the tasks' graphs of a stage read, and the running statistics that belong to them: a model over no others can be trained and evaluated
   * on these paths.
   *
   * @param model the supermodel, of which only the structure is looked at, and the policies where no architecture is given
   * @param stage which branches a path computes
   * @param architecture the branches of stage HARD; without one, the most probable branches. Other stages do not look at it
   * @return tells by its name whether a parameter of the model is one of them
   */
  public static Predicate<String> of(SuperModel model, Stage stage, Optional<Architecture> architecture) {
    Paths paths = Paths.of(model, stage, architecture);
    Set<String> prefixes = new HashSet<>();
    for (Node node : model.backbone().nodes()) {
      if (node.layer() instanceof Convolution || node.layer() instanceof BatchNorm) {
        for (Task task : model.tasks()) {
          paths.branches(task.name(), node.index()).forEach(branch -> prefixes.add(ParameterNames.layer(node.index(), branch, task.name(), "")));
        }
      } else {
        prefixes.add(ParameterNames.layer(node.index(), ""));
      }
    }
    return name -> switch (name.substring(0, name.indexOf('.'))) {
      case "layer" -> prefixes.contains(name.substring(0, name.lastIndexOf('.') + 1));
      case "policy" -> stage == Stage.SOFT;
      default -> true; // heads are on every path
    };
  }
}
