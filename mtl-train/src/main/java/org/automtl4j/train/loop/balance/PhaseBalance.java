package org.automtl4j.train.loop.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.Draws;
import org.automtl4j.train.balance.GradientCombination;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.LookAheadWeighting;
import org.automtl4j.train.balance.LossWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.SampledWeighting;
import org.automtl4j.train.balance.StepLosses;
import org.automtl4j.train.balance.TaskGradients;
import org.automtl4j.train.balance.conflict.Conflicts;
import org.automtl4j.train.step.GradientSink;
import org.automtl4j.train.step.StepOutcome;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The balancing of one phase's gathered steps: the rows of J, and a step of each kind of method. */
final class PhaseBalance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PhaseBalance.class);

  private final Balancer balancer;
  private final Parameters parameters;
  private final List<String> tasks;
  private final OwnGradients held;
  /** Of penalties that belong to no task. */
  private final OwnGradients penalties;
  private boolean told;
  private Optional<TaskGradients> rows = Optional.empty();
  private Optional<TaskGradients> others = Optional.empty();

  /**
   * An iteration of the phase.
   *
   * @param count of the phase's iterations before
   * @param rate of learning
   * @param draws of random numbers
   * @param measures whether conflicts are measured
   * @param passes makes the passes of the tasks over their next batches
   * @param out takes the gradients
   */
  record Iteration(long count, double rate, Draws draws, boolean measures, Supplier<List<TaskPass>> passes, GradientSink out) {}

  PhaseBalance(Balancer balancer, Parameters parameters, List<String> tasks) {
    this.balancer = balancer;
    this.parameters = parameters;
    this.tasks = tasks;
    this.held = new OwnGradients(parameters);
    this.penalties = new OwnGradients(parameters);
  }

  Balancer balancer() {
    return balancer;
  }

  Balanced step(Iteration of) {
    Iteration at = new Iteration(of.count(), of.rate(), of.draws(), of.measures(), of.passes(), withPenalties(of.out()));
    Balanced balanced = combined(at);
    penalties.passOn(none -> 1, of.out());
    return balanced;
  }

  private GradientSink withPenalties(GradientSink out) {
    return (parameter, gradient, first) -> {
      penalties.take(parameter).ifPresent(more -> gradient.addi(more.reshape(gradient.shape())));
      out.accept(parameter, gradient, first);
    };
  }

  private void penalty(String parameter, INDArray gradient, long first) {
    penalties.add("", parameter, gradient, first);
  }

  private Balanced combined(Iteration at) {
    List<TaskPass> passes = at.passes().get();
    if (balancer instanceof LookAheadWeighting method) {
      return lookAhead(method, passes, at);
    }
    if (rows.isEmpty() && Gathering.reached(passes, 2, parameters).isEmpty()) {
      return alone(passes, at);
    }
    TaskGradients own = rows(passes, 2);
    if (balancer instanceof SampledWeighting method) {
      return sampled(method, own, passes, at);
    }
    Gathering gathering = new Gathering(passes);
    boolean joint = gathering.isJoint();
    Needs.Own factors = balancer.needs().own();
    Map<String, Double> weights = new LinkedHashMap<>();
    Map<String, Double> early = new LinkedHashMap<>();
    gathering.into(own, true, (pass, task, loss) -> {
      StepLosses alone = new StepLosses(List.of(task), new double[] {loss}, at.count(), at.draws());
      if (balancer instanceof LossWeighting method) {
        weights.put(task, method.weights(alone)[0]);
        pass.weigh(task, weights.get(task));
      } else if (factors == Needs.Own.EARLY) {
        early.put(task, ownWeights(alone)[0]);
      }
    }, (task, parameter, gradient, first) -> {
      if (joint || factors == Needs.Own.LATE) {
        held.add(task, parameter, gradient, first);
      } else {
        scaled(gradient, early.getOrDefault(task, 1.0), parameter, first, at.out());
      }
    }, this::penalty);
    if (gathering.isEmpty()) {
      return new Balanced(gathering.outcomes(), Map.of(), Optional.empty());
    }
    StepLosses losses = gathering.losses(at.count(), at.draws());
    Optional<Conflicts> conflicts = at.measures() ? Optional.of(Conflicts.of(own, StageBalance::layer)) : Optional.empty();
    if (balancer instanceof GramianWeighting method) {
      double[] w = method.weights(own.gramian(), losses);
      put(weights, losses, w);
      own.combine(w, whole(at.out()));
    } else if (balancer instanceof GradientCombination method) {
      method.combine(own, losses, whole(at.out()));
      put(weights, losses, method.lastWeights());
    } else {
      own.combine(losses.ones(), whole(at.out()));
    }
    if (factors == Needs.Own.LATE) {
      double[] late = ownWeights(losses);
      held.passOn(task -> late[losses.tasks().indexOf(task)], at.out());
    } else if (joint) {
      held.passOn(task -> early.getOrDefault(task, 1.0), at.out());
    }
    return new Balanced(gathering.outcomes(), weights, conflicts);
  }

  /** No parameter is reached by two tasks: nothing is to be balanced. */
  private Balanced alone(List<TaskPass> passes, Iteration at) {
    if (!told && tasks.size() > 1) {
      LOG.info("no parameter that learns is reached by two of the tasks {}: there is nothing to balance, and each learns from its own gradient", tasks);
      told = true;
    }
    List<StepOutcome> outcomes = new ArrayList<>();
    for (TaskPass pass : passes) {
      StepOutcome outcome = pass.forward(true);
      outcomes.add(outcome);
      outcome.losses().keySet().forEach(task -> {
        Set<String> reached = pass.trained(task);
        pass.backward(task, (parameter, gradient, first) -> {
          if (reached.contains(parameter)) {
            held.add(task, parameter, gradient, first);
          }
        });
      });
      if (!outcome.losses().isEmpty()) {
        pass.penalties(this::penalty);
      }
      held.passOn(task -> 1, at.out());
      pass.done();
    }
    return new Balanced(outcomes, Map.of(), Optional.empty());
  }

  /** The first two batches give products, the third the direction; tasks' own parameters take the mean gradient of the three. */
  private Balanced sampled(SampledWeighting method, TaskGradients first, List<TaskPass> passes, Iteration at) {
    TaskGradients second = others(first);
    Gathering one = new Gathering(passes);
    one.into(first, true, PhaseBalance::unweighted, held::add, PhaseBalance::unused);
    Gathering two = new Gathering(at.passes().get());
    two.into(second, true, PhaseBalance::unweighted, held::add, PhaseBalance::unused);
    boolean known = !one.isEmpty() && first.present().equals(second.present());
    double[][] products = known ? first.products(second) : new double[0][];
    List<String> present = first.present();
    Gathering three = new Gathering(at.passes().get());
    three.into(first, true, PhaseBalance::unweighted, held::add, this::penalty);
    List<StepOutcome> outcomes = new ArrayList<>(one.outcomes());
    outcomes.addAll(two.outcomes());
    outcomes.addAll(three.outcomes());
    Map<String, Double> weights = new LinkedHashMap<>();
    Optional<Conflicts> conflicts = Optional.empty();
    if (!three.isEmpty()) {
      StepLosses losses = three.losses(at.count(), at.draws());
      conflicts = at.measures() ? Optional.of(Conflicts.of(first, StageBalance::layer)) : Optional.empty();
      // A task without labels in one of the batches has no product: the step is that of equal weights then.
      double[] w = losses.ones();
      if (known && present.equals(first.present())) {
        w = method.weights(products, losses);
      } else {
        Arrays.fill(w, 1.0 / w.length);
      }
      put(weights, losses, w);
      first.combine(w, whole(at.out()));
    }
    held.passOn(task -> 1.0 / 3, at.out());
    return new Balanced(outcomes, weights, conflicts);
  }

  private Balanced lookAhead(LookAheadWeighting method, List<TaskPass> passes, Iteration at) {
    TaskGradients inner = rows(passes, 1);
    TaskGradients outer = others(inner);
    double eta = method.innerRate().orElse(at.rate());
    Gathering one = new Gathering(passes);
    one.into(inner, false, PhaseBalance::unweighted, PhaseBalance::none, PhaseBalance::unused);
    List<TaskPass> next = at.passes().get();
    if (one.isEmpty()) {
      next.forEach(TaskPass::done);
    } else {
      Map<String, INDArray> before = new LinkedHashMap<>();
      inner.combine(method.weights(one.losses(at.count(), at.draws())), (parameter, gradient, first) -> {
        INDArray values = parameters.get(parameter);
        before.put(parameter, values.dup('c'));
        try (INDArray step = gradient.mul(eta)) {
          values.subi(step.reshape(values.shape()));
        }
      });
      Gathering two = new Gathering(next);
      try {
        two.into(outer, false, PhaseBalance::unweighted, PhaseBalance::none, PhaseBalance::unused);
      } finally {
        before.forEach((parameter, values) -> {
          parameters.get(parameter).assign(values);
          values.close();
        });
      }
      if (outer.present().equals(tasks) && inner.present().equals(tasks)) {
        method.outer(outer.products(inner), eta, two.losses(at.count(), at.draws()));
      }
    }
    Gathering three = new Gathering(at.passes().get());
    three.into(inner, true, PhaseBalance::unweighted, PhaseBalance::none, this::penalty);
    Map<String, Double> weights = new LinkedHashMap<>();
    if (!three.isEmpty()) {
      StepLosses losses = three.losses(at.count(), at.draws());
      double[] w = method.weights(losses);
      put(weights, losses, w);
      inner.combine(w, whole(at.out()));
    }
    return new Balanced(three.outcomes(), weights, Optional.empty());
  }

  /** Combined gradients come flat. */
  private GradientConsumer whole(GradientSink out) {
    return (parameter, gradient, first) -> out.accept(parameter, gradient.reshape(parameters.get(parameter).shape()), first);
  }

  private static void unweighted(TaskPass pass, String task, double loss) {}

  /** Penalties are learnt from once an iteration. */
  private static void unused(String parameter, INDArray gradient, long first) {}

  private static void none(String task, String parameter, INDArray gradient, long first) {
    throw new IllegalStateException("parameter '" + parameter + "' has a gradient of task '" + task + "', though no plan of the phase's first iteration gave it one");
  }

  private double[] ownWeights(StepLosses losses) {
    return balancer instanceof GramianWeighting method ? method.ownWeights(losses) : ((GradientCombination) balancer).ownWeights(losses);
  }

  private static void put(Map<String, Double> weights, StepLosses losses, double[] w) {
    for (int i = 0; i < w.length; i++) {
      weights.put(losses.tasks().get(i), w[i]);
    }
  }

  private static void scaled(INDArray gradient, double factor, String parameter, long first, GradientSink out) {
    if (factor == 1) {
      out.accept(parameter, gradient, first);
    } else {
      try (INDArray product = gradient.mul(factor)) {
        out.accept(parameter, product, first);
      }
    }
  }

  private TaskGradients rows(List<TaskPass> passes, int reachedBy) {
    if (rows.isEmpty()) {
      rows = Optional.of(new TaskGradients(parameters.dataType(), tasks, Gathering.reached(passes, reachedBy, parameters)));
    }
    return rows.get();
  }

  private TaskGradients others(TaskGradients like) {
    if (others.isEmpty()) {
      LinkedHashMap<String, Long> lengths = new LinkedHashMap<>();
      like.parameters().forEach(name -> lengths.put(name, parameters.get(name).length()));
      others = Optional.of(new TaskGradients(parameters.dataType(), tasks, lengths));
    }
    return others.get();
  }

  @Override
  public void close() {
    rows.ifPresent(TaskGradients::close);
    others.ifPresent(TaskGradients::close);
    held.close();
    penalties.close();
    balancer.close();
  }
}
