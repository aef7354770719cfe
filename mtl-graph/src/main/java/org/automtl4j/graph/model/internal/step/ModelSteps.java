package org.automtl4j.graph.model.internal.step;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * An inference graph as steps that any format can express.
 *
 * @param steps in topological order
 * @param shapes of each variable on the way, [C, H, W] or [features]
 */
public record ModelSteps(List<Step> steps, Map<String, long[]> shapes) {

  /** Keeps unmodifiable copies. */
  public ModelSteps {
    steps = List.copyOf(steps);
    shapes = Collections.unmodifiableMap(new HashMap<>(shapes));
  }

  /**
   * @param sd an inference graph
   * @param input its placeholder, [N, C, H, W]
   * @param shape [C, H, W]
   * @param predictions the predicted variable of each task
   * @return its steps
   * @throws org.automtl4j.core.InvalidInputException if a shape does not fit or something has no counterpart elsewhere; names the layer
   */
  public static ModelSteps of(SameDiff sd, String input, long[] shape, Map<String, String> predictions) {
    List<Step> read = new StepReader(sd, new InferenceOps(sd, input, predictions.values())).read();
    List<Step> steps = StepFusion.fuse(read, StepFusion.readers(read, predictions.values()));
    Map<String, long[]> shapes = new HashMap<>();
    shapes.put(input, shape.clone());
    steps.forEach(step -> shapes.put(step.output(), MapShapes.of(step, step.inputs().stream().map(shapes::get).toList())));
    return new ModelSteps(steps, shapes);
  }
}
