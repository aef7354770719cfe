package org.automtl4j.train.loop.balance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.balance.Draws;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.StepOutcome;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the passes of an iteration's tasks at the same parameters, and puts their gradients of some parameters into rows. */
final class Gathering {
  private final List<TaskPass> passes;
  private final List<StepOutcome> outcomes = new ArrayList<>();
  /** Losses by present task, by the configuration's weights. */
  private final Map<String, Double> losses = new LinkedHashMap<>();

  /** Takes the gradients that are not for the rows. */
  @FunctionalInterface
  interface Own {
    void accept(String task, String parameter, INDArray gradient, long first);
  }

  /** Told of a loss before its backward pass. */
  @FunctionalInterface
  interface Before {
    void backward(TaskPass pass, String task, double loss);
  }

  Gathering(List<TaskPass> passes) {
    this.passes = passes;
  }

  /** The parameters that at least so many tasks reach, in the order of the network, with how many numbers each has. */
  static LinkedHashMap<String, Long> reached(List<TaskPass> passes, int tasks, Parameters parameters) {
    LinkedHashMap<String, Long> reached = new LinkedHashMap<>();
    parameters.all().forEach(parameter -> {
      long reach = passes.stream().mapToLong(pass -> pass.tasks().stream().filter(task -> pass.trained(task).contains(parameter.name())).count()).sum();
      if (reach >= tasks) {
        reached.put(parameter.name(), parameter.array().length());
      }
    });
    return reached;
  }

  /**
   * Whether a pass serves several tasks: then no parameter may change before the last backward pass.
   */
  boolean isJoint() {
    return passes.stream().anyMatch(pass -> pass.tasks().size() > 1);
  }

  void into(TaskGradients rows, boolean statistics, Before before, Own own, GradientSink penalties) {
    Set<String> shared = new HashSet<>(rows.parameters());
    rows.start();
    for (TaskPass pass : passes) {
      StepOutcome outcome = pass.forward(statistics);
      outcomes.add(outcome);
      outcome.losses().forEach((task, unweighted) -> {
        double loss = pass.weight(task) * unweighted;
        losses.put(task, loss);
        before.backward(pass, task, loss);
        rows.begin(task);
        Set<String> reached = pass.trained(task);
        pass.backward(task, (parameter, gradient, first) -> {
          if (shared.contains(parameter)) {
            rows.put(parameter, gradient, first);
          } else if (reached.contains(parameter)) {
            own.accept(task, parameter, gradient, first);
          }
        });
      });
      if (!outcome.losses().isEmpty()) {
        pass.penalties(penalties);
      }
      pass.done();
    }
    rows.notFinite().ifPresent(task -> {
      throw new InvalidInputException("the gradient of task '" + task + "' has numbers that are infinite or not a number, though its loss is finite; a lower learning rate may "
          + "help, or its labels hold values that they should not");
    });
  }

  boolean isEmpty() {
    return losses.isEmpty();
  }

  List<StepOutcome> outcomes() {
    return outcomes;
  }

  StepLosses losses(long iteration, Draws draws) {
    return new StepLosses(List.copyOf(losses.keySet()), losses.values().stream().mapToDouble(Double::doubleValue).toArray(), iteration, draws);
  }
}
