package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Ancestors;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.plan.TrainingPlan;
import org.automtl4j.plan.Work;
import org.automtl4j.train.batch.BatchShapes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The machinery of one kind of step: the graph of one task (joint: of several) in one phase with its losses, the plan that runs it, and what changes after it.
 * Made for the shapes of one batch.
 */
public final class StepPlan implements AutoCloseable {
  private final Parameters parameters;
  private final List<Task> tasks;
  private final NetworkGraph graph;
  private final Map<String, LossTerm> terms;
  private final List<Losses.PenaltyTerm> penalties;
  /** In the order in which random numbers are drawn. */
  private final List<Feed> feeds;
  /** By placeholder, what is fed unless it is assigned otherwise. */
  private final Map<String, Double> scalars;
  /** By placeholder, the weights and factors of the last forward pass. */
  private final Map<String, Double> fedWeights = new LinkedHashMap<>();
  private final TrainingPlan plan;
  private final Map<String, Set<String>> trainedByTask = new HashMap<>();
  private final List<String> path;

  private StepPlan(Parameters parameters, Losses losses, TrainingPlan plan) {
    this.parameters = parameters;
    this.tasks = losses.tasks;
    this.graph = losses.graph;
    this.terms = losses.terms;
    this.penalties = losses.penalties;
    this.feeds = losses.feeds;
    this.scalars = losses.scalars;
    this.plan = plan;
    Set<String> reached = Ancestors.of(graph.sameDiff(), Losses.LOSS);
    this.path = graph.parameters().stream().filter(reached::contains).filter(name -> parameters.spec(name).role() != Role.STATISTIC).toList();
  }

  /**
   * @param network the structure
   * @param parameters its numbers, which learn
   * @param phase what is computed and trained
   * @param tasks the step's tasks, in the order of the batch's labels
   * @param losses each task's loss
   * @param seed of the dropout masks
   * @param batch tells the shapes
   * @param memory that the plan's arrays share with others; they take turns
   * @return the plan, whose backward pass runs once
   * @throws InvalidInputException if the batch does not fit the network
   */
  public static StepPlan of(
      Network network, Parameters parameters, Phase phase, List<Task> tasks, Function<Task, TaskLoss> losses, long seed, MultiDataSet batch, PlanMemory memory) {
    return of(network, parameters, phase, tasks, losses, seed, batch, memory, false);
  }

  /**
   * @param network the structure
   * @param parameters its numbers, which learn
   * @param phase what is computed and trained
   * @param tasks the step's tasks, in the order of the batch's labels
   * @param losses each task's loss
   * @param seed of the dropout masks
   * @param batch tells the shapes
   * @param memory that the plan's arrays share with others; they take turns
   * @param repeatable whether the backward pass may run several times after a forward pass
   * @return the plan
   * @throws InvalidInputException if the batch does not fit the network
   */
  public static StepPlan of(Network network, Parameters parameters, Phase phase, List<Task> tasks, Function<Task, TaskLoss> losses, long seed, MultiDataSet batch,
      PlanMemory memory, boolean repeatable) {
    INDArray images = batch.getFeatures(0);
    if (images.size(0) == 0) {
      throw new InvalidInputException("a batch needs at least one image");
    }
    List<String> names = tasks.stream().map(Task::name).toList();
    NetworkGraph graph = network.graph(parameters, new GraphRequest(phase.view(), names, Mode.TRAINING, (int) images.size(2), (int) images.size(3)));
    graph.checkBatch((int) images.size(0));
    Losses total = Losses.add(graph, tasks, phase.objective(), losses, batch);
    SameDiff sd = graph.sameDiff();
    List<String> trained = sd.variables().stream().map(SDVariable::name)
        .filter(n -> parameters.contains(n) && phase.learning().learns(parameters.spec(n))).toList();
    TrainingPlan.Builder builder =
        TrainingPlan.builder(sd).memory(memory).seed(seed).loss(Losses.LOSS).handsOut(trained).input(graph.input(), images.shape());
    if (repeatable) {
      builder.repeatable();
    }
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      builder.input(Losses.label(task), batch.getLabels(i).shape());
      BatchShapes.mask(batch, i).ifPresent(m -> builder.input(Losses.mask(task), m.shape()));
      kept.add(total.terms.get(task.name()).value().name());
      kept.add(total.terms.get(task.name()).validCount().name());
    }
    total.penalties.forEach(penalty -> kept.add(penalty.value()));
    total.feeds.forEach(feed -> declare(builder, feed, images.size(0)));
    total.scalars.keySet().stream().filter(name -> total.feeds.stream().noneMatch(feed -> feed.placeholder().equals(name))).forEach(builder::input);
    for (StatisticsUpdate update : graph.statistics()) {
      kept.add(update.batchMean());
      kept.add(update.batchVariance());
    }
    return new StepPlan(parameters, total, builder.keep(kept).build());
  }

  private static void declare(TrainingPlan.Builder builder, Feed feed, long images) {
    if (feed instanceof Feed.Noise noise) {
      builder.input(noise.placeholder(), Losses.shape(noise, images));
    } else if (feed instanceof Feed.Scalar scalar) {
      builder.input(scalar.placeholder());
    } else if (feed instanceof Feed.Mask mask) {
      builder.dropoutLike(mask.placeholder(), mask.keep(), mask.like());
    } else if (feed instanceof Feed.SampleMask mask) {
      builder.dropout(mask.placeholder(), mask.keep(), LongStream.concat(LongStream.of(images), LongStream.of(mask.shape())).toArray());
    }
  }

  /**
   * The forward pass, and the running statistics of the BatchNorms that it ran.
   *
   * @param batch of the shapes that this plan was made for
   * @param values by name, what is fed in place of the usual numbers
   * @param noise what is drawn
   * @return the unweighted losses by task, and what learns from them
   */
  public StepOutcome forward(MultiDataSet batch, Map<String, Double> values, NoiseSource noise) {
    StepOutcome outcome = look(batch, values, noise);
    graph.statistics().forEach(this::updateStatistics);
    return outcome;
  }

  /**
   * The forward pass alone, which leaves running statistics as they are.
   *
   * @param batch of the shapes that this plan was made for
   * @param values by name, what is fed in place of the usual numbers
   * @param noise what is drawn
   * @return the unweighted losses by task, and what would learn from them
   */
  public StepOutcome look(MultiDataSet batch, Map<String, Double> values, NoiseSource noise) {
    plan.assign(graph.input(), batch.getFeatures(0));
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      assign(Losses.label(task), batch.getLabels(i));
      BatchShapes.mask(batch, i).ifPresent(m -> assign(Losses.mask(task), m));
    }
    for (Feed feed : feeds) {
      if (feed instanceof Feed.Noise drawn) {
        noise.fill(plan.inputs().contains(drawn.placeholder()) ? plan.input(drawn.placeholder()) : unread(drawn), drawn);
      } else if (feed instanceof Feed.Scalar scalar) {
        assign(scalar.placeholder(), values.getOrDefault(scalar.name(), scalar.usual()));
      }
    }
    scalars.forEach((placeholder, usual) -> fedWeights.put(placeholder, values.getOrDefault(placeholder, usual)));
    fedWeights.forEach(this::assign);
    plan.forward();
    Map<String, Double> losses = losses();
    Map<String, Map<String, Double>> reported = new LinkedHashMap<>();
    losses.keySet().forEach(task -> report(reported, task));
    if (!losses.isEmpty()) {
      report(reported, Penalty.ALL);
    }
    return new StepOutcome(losses, reported, losses.isEmpty() ? Set.of() : plan.gradients(), path);
  }

  private Map<String, Double> losses() {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Task task : tasks) {
      LossTerm term = terms.get(task.name());
      if (plan.value(term.validCount().name()).getDouble(0) > 0) {
        losses.put(task.name(), plan.value(term.value().name()).getDouble(0));
      }
    }
    return losses;
  }

  /** What is drawn for a placeholder that the loss does not depend on, so that what follows in the stream stays what it is. */
  private INDArray unread(Feed.Noise noise) {
    return Nd4j.create(parameters.dataType(), Losses.shape(noise, plan.input(graph.input()).size(0)));
  }

  private void report(Map<String, Map<String, Double>> reported, String task) {
    penalties.stream().filter(penalty -> penalty.task().equals(task)).forEach(penalty ->
        reported.computeIfAbsent(penalty.penalty(), name -> new LinkedHashMap<>()).put(task, plan.value(penalty.value()).getDouble(0)));
  }

  /** @return the step's tasks */
  public List<Task> tasks() {
    return tasks;
  }

  /**
   * Weighs a task's loss otherwise than the phase does, until the next forward pass: between that and the backward passes, whose gradients follow it.
   *
   * @param task one of the step's tasks
   * @param weight factor of its loss
   */
  public void weigh(String task, double weight) {
    fedWeights.put(Losses.weight(task), weight);
    assign(Losses.weight(task), weight);
  }

  /**
   * The backward pass of one task's loss alone, with its weight, without penalties. Of a plan that is repeatable it may be asked for each task. Parameters that
   * the task does not reach get zeros.
   *
   * @param task one of the step's tasks
   * @param sink takes the gradients
   */
  public void backward(String task, GradientSink sink) {
    backward(Losses.weight(task)::equals, sink);
  }

  /**
   * The backward pass of the penalties alone, by their factors. Of a plan that is repeatable it may stand beside those of tasks.
   *
   * @param sink takes the gradients
   */
  public void backwardOfPenalties(GradientSink sink) {
    backward(Losses::isFactor, sink);
  }

  private void backward(Predicate<String> counts, GradientSink sink) {
    fedWeights.forEach((placeholder, number) -> assign(placeholder, counts.test(placeholder) ? number : 0));
    plan.backward(sink::accept);
    fedWeights.forEach(this::assign);
  }

  /** @return whether there are penalties whose factor is not 0, as it was in the last forward pass */
  public boolean hasPenalties() {
    return fedWeights.entrySet().stream().anyMatch(fed -> Losses.isFactor(fed.getKey()) && fed.getValue() != 0);
  }

  /**
   * @param task one of the step's tasks
   * @return the names of the parameters to which its loss gives gradients
   */
  public Set<String> trained(String task) {
    return trainedByTask.computeIfAbsent(task, name -> {
      Set<String> reached = Ancestors.of(graph.sameDiff(), terms.get(name).value().name());
      return plan.gradients().stream().filter(reached::contains).collect(Collectors.toSet());
    });
  }

  /**
   * The backward pass, which gives each gradient away as soon as it is there: they are never all there at once.
   *
   * @param sink takes them
   */
  public void backward(GradientSink sink) {
    plan.backward(sink::accept);
    sink.batchDone();
  }

  /** A loss of a user's own need not look at masks, or at labels. */
  private void assign(String placeholder, INDArray numbers) {
    if (plan.inputs().contains(placeholder)) {
      plan.assign(placeholder, numbers);
    }
  }

  /** Not every number that a graph is fed reaches its loss. */
  private void assign(String placeholder, double number) {
    if (plan.inputs().contains(placeholder)) {
      plan.input(placeholder).assign(number);
    }
  }

  /** running = (1 - m) running + m batch, with the unbiased batch variance. */
  private void updateStatistics(StatisticsUpdate update) {
    double n = (double) plan.input(graph.input()).size(0) * update.positions();
    double m = update.momentum();
    blend(parameters.get(update.runningMean()), plan.value(update.batchMean()), m, 1);
    blend(parameters.get(update.runningVariance()), plan.value(update.batchVariance()), m, n / (n - 1));
  }

  private static void blend(INDArray running, INDArray batch, double momentum, double factor) {
    for (long i = 0; i < running.length(); i++) {
      running.putScalar(i, (1 - momentum) * running.getDouble(i) + momentum * factor * batch.getDouble(i));
    }
  }

  /** @return what a step has to do, without the optimiser's part */
  public Work work() {
    return plan.work();
  }

  /** @return the names of the parameters that a step gives gradients */
  public Set<String> trained() {
    return plan.gradients();
  }

  /** @return memory of the gradients */
  public long gradientBytes() {
    return plan.gradients().stream().mapToLong(name -> bytes(parameters.get(name))).sum();
  }

  /** @return how often dropout masks were drawn */
  public long dropoutCounter() {
    return plan.dropoutCounter();
  }

  /**
   * Goes to where another plan of the kind was.
   *
   * @param drawn how often it drew masks
   */
  public void dropoutCounter(long drawn) {
    plan.dropoutCounter(drawn);
  }

  /**
   * After a forward whose loss is beyond sense: looks for the first place that is, in the order of computation. SameDiff itself computes the layers once more
   * for it.
   *
   * @param batch the batch of that forward
   * @param limit what no number of a training that goes well reaches
   * @return where it began, in words
   */
  public String originOfTrouble(MultiDataSet batch, double limit) {
    Map<String, INDArray> inputs = plan.dropoutMasks();
    plan.inputs().forEach(name -> inputs.computeIfAbsent(name, plan::input));
    return new TroubleFinder(parameters, graph, limit).find(batch, tasks, name -> graph.sameDiff().output(inputs, name).get(name));
  }

  /** @return memory of the plan's own arrays */
  public long bytes() {
    return plan.bytes();
  }

  private static long bytes(INDArray array) {
    return array.length() * array.dataType().width();
  }

  @Override
  public void close() {
    plan.close();
  }
}
