package org.automtl4j.graph.supermodel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.task.Task;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Builds a head on a graph that is thrown away, to learn which parameters it wants. */
final class HeadProbe implements HeadScope {
  private final SuperModel model;
  private final String task;
  private final SameDiff sd = SameDiff.create();
  private final Map<String, Made> made = new LinkedHashMap<>();

  /** A parameter that a head asked for. */
  record Made(Initializer initializer, long[] shape) {}

  private HeadProbe(SuperModel model, String task) {
    this.model = model;
    this.task = task;
  }

  /** The parameters of a task's head by their names within the head, in the order in which it asks for them. */
  static Map<String, Made> parameters(SuperModel model, Task task) {
    HeadProbe probe = new HeadProbe(model, task.name());
    SDVariable feature = probe.sd.placeHolder("feature", model.dataType(), -1, probe.channels(), -1, -1);
    model.head(task.name()).build(probe, feature, task);
    return probe.made;
  }

  @Override
  public SameDiff sameDiff() {
    return sd;
  }

  @Override
  public int channels() {
    return model.backbone().channels(model.backbone().output().index());
  }

  @Override
  public String variable(String name) {
    return task + "/head." + name;
  }

  @Override
  public Initialization initialization() {
    return model.initialization();
  }

  @Override
  public SDVariable weight(String name, Initializer initializer, long... shape) {
    if (made.put(name, new Made(initializer, shape.clone())) != null) {
      throw new IllegalArgumentException("the head of task '" + task + "' asks for the parameter '" + name + "' twice");
    }
    return sd.var(ParameterNames.head(task, name), model.dataType(), shape);
  }

  @Override
  public SDVariable dropout(SDVariable x, double ratio) {
    return x;
  }
}
