package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Ancestors;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.automtl.ParameterStore;
import org.automtl4j.graph.automtl.StatisticsUpdate;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.plan.PlanMemory;
import org.automtl4j.plan.TrainingPlan;
import org.automtl4j.plan.Work;
import org.automtl4j.train.batch.BatchShapes;
import org.automtl4j.train.loop.PhaseRun;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The machinery of one kind of step: the graph of one task (joint: of several) in one phase with its losses, the plan that runs it, and what changes after it.
 * Made for the shapes of one batch.
 */
public final class StepPlan implements AutoCloseable {
  private static final String LOSS = "loss.total";

  private final SuperModel model;
  private final List<Task> tasks;
  private final TaskGraph graph;
  private final Map<String, LossTerm> terms;
  private final List<PenaltyTerm> penalties;
  /** By placeholder, what is fed unless it is assigned otherwise. */
  private final Map<String, Double> scalars;
  private final TrainingPlan plan;
  private final List<String> path;

  private StepPlan(
      SuperModel model,
      List<Task> tasks,
      TaskGraph graph,
      Map<String, LossTerm> terms,
      List<PenaltyTerm> penalties,
      Map<String, Double> scalars,
      TrainingPlan plan) {
    this.model = model;
    this.tasks = tasks;
    this.graph = graph;
    this.terms = terms;
    this.penalties = penalties;
    this.scalars = scalars;
    this.plan = plan;
    Set<String> reached = Ancestors.of(graph.sameDiff(), LOSS);
    this.path = graph.parameters().stream().filter(reached::contains)
        .filter(name -> model.parameters().parameter(name).role() != ParameterStore.Role.STATISTIC).toList();
  }

  /** A penalty of a task: what it is called, and the names of its value and of the placeholders for its noise. */
  private record PenaltyTerm(String penalty, String task, String value, List<String> noise) {}

  /**
   * @param model whose parameters learn
   * @param phase what is computed and trained
   * @param tasks the step's tasks, in the order of the batch's labels
   * @param losses each task's loss
   * @param seed of the dropout masks
   * @param batch shows the shapes: features [N, C, H, W], one label and perhaps one mask per task
   * @param memory shared with the other steps of the thread, of which one runs at a time
   * @return the plan
   */
  public static StepPlan of(
      SuperModel model, Phase phase, List<Task> tasks, Function<Task, TaskLoss> losses, long seed, MultiDataSet batch, PlanMemory memory) {
    INDArray images = batch.getFeatures(0);
    if (images.size(0) == 0) {
      throw new InvalidInputException("a batch needs at least one image");
    }
    List<String> names = tasks.stream().map(Task::name).toList();
    TaskGraph graph = TaskGraphs.build(model, phase.stage(), names, true, (int) images.size(2), (int) images.size(3), phase.architecture());
    graph.checkBatch((int) images.size(0));
    SameDiff sd = graph.sameDiff();
    Map<String, LossTerm> terms = new LinkedHashMap<>();
    List<PenaltyTerm> penalties = new ArrayList<>();
    Map<String, Double> scalars = new LinkedHashMap<>();
    SDVariable total = null;
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      INDArray labels = batch.getLabels(i);
      SDVariable label = sd.placeHolder(label(task), model.parameters().dataType(), labels.shape());
      Optional<SDVariable> mask =
          BatchShapes.mask(batch, i).map(m -> sd.placeHolder(mask(task), model.parameters().dataType(), m.shape()));
      LossTerm term = losses.apply(task).build(sd, sd.getVariable(graph.predictions().get(task.name())), label, mask);
      terms.put(task.name(), term);
      scalars.put(weight(task.name()), phase.objective().weight(task.name()));
      SDVariable weighted = term.value().mul(scalar(sd, model, weight(task.name()))); // scalar
      total = total == null ? weighted : total.add(weighted);
      for (Penalty penalty : phase.objective().penalties()) {
        Optional<Penalty.Term> built = penalty.build(graph, task.name());
        if (built.isPresent()) {
          SDVariable value = built.get().value();
          penalties.add(new PenaltyTerm(penalty.name(), task.name(), value.name(), built.get().noise()));
          if (penalty.factor().isPresent()) {
            scalars.put(factor(penalty.name()), penalty.factor().getAsDouble());
            total = total.add(value.mul(scalar(sd, model, factor(penalty.name()))));
          }
        }
      }
    }
    sd.identity(LOSS, total);
    List<String> trained =
        sd.variables().stream()
            .map(SDVariable::name)
            .filter(n -> model.parameters().contains(n) && phase.learning().learns(model.parameters().parameter(n)))
            .toList();
    TrainingPlan.Builder builder = TrainingPlan.builder(sd).memory(memory).seed(seed).loss(LOSS).handsOut(trained).input(graph.input(), images.shape());
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      builder.input(label(task), batch.getLabels(i).shape());
      BatchShapes.mask(batch, i).ifPresent(m -> builder.input(mask(task), m.shape()));
      kept.add(terms.get(task.name()).value().name());
      kept.add(terms.get(task.name()).validCount().name());
    }
    long[] logits = {model.policyNodes().size(), 3};
    graph.noise().values().forEach(n -> builder.input(n, logits));
    penalties.forEach(penalty -> {
      penalty.noise().forEach(n -> builder.input(n, logits));
      kept.add(penalty.value());
    });
    graph.temperature().ifPresent(builder::input);
    scalars.keySet().forEach(builder::input);
    graph.dropouts().forEach(d -> builder.dropoutLike(d.placeholder(), d.keep(), d.like()));
    for (StatisticsUpdate update : graph.statistics()) {
      kept.add(update.batchMean());
      kept.add(update.batchVariance());
    }
    return new StepPlan(model, tasks, graph, terms, penalties, scalars, builder.keep(kept).build());
  }

  /**
   * The forward pass, and the running statistics of the BatchNorms that it ran.
   *
   * @param batch of the shapes that this plan was made for
   * @param temperature of the relaxation, used by soft paths only
   * @param noise of the relaxation
   * @return the unweighted losses by task, and what learns from them
   */
  public StepOutcome forward(MultiDataSet batch, double temperature, GumbelNoise noise) {
    plan.assign(graph.input(), batch.getFeatures(0));
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      assign(label(task), batch.getLabels(i));
      BatchShapes.mask(batch, i).ifPresent(m -> assign(mask(task), m));
      if (graph.noise().containsKey(task.name())) {
        noise.fill(plan.input(graph.noise().get(task.name())), model.policyNodes());
        of(task).flatMap(penalty -> penalty.noise().stream()).forEach(n -> noise.fill(plan.input(n), model.policyNodes()));
      }
    }
    graph.temperature().ifPresent(t -> plan.input(t).assign(temperature));
    scalars.forEach((placeholder, value) -> plan.input(placeholder).assign(value));
    plan.forward();
    Map<String, Double> losses = new LinkedHashMap<>();
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    for (Task task : tasks) {
      LossTerm term = terms.get(task.name());
      if (plan.value(term.validCount().name()).getDouble(0) > 0) {
        losses.put(task.name(), plan.value(term.value().name()).getDouble(0));
        of(task).forEach(penalty ->
            values.computeIfAbsent(penalty.penalty(), name -> new LinkedHashMap<>()).put(task.name(), plan.value(penalty.value()).getDouble(0)));
      }
    }
    graph.statistics().forEach(this::updateStatistics);
    return new StepOutcome(losses, values, losses.isEmpty() ? Set.of() : plan.gradients(), path);
  }

  private Stream<PenaltyTerm> of(Task task) {
    return penalties.stream().filter(penalty -> penalty.task().equals(task.name()));
  }

  /**
   * Weighs a task's loss otherwise than the phase's objective does, until the next forward pass: between that and the backward pass, whose gradients follow it.
   *
   * @param task one of the step's tasks
   * @param weight factor of its loss
   */
  void weigh(String task, double weight) {
    plan.input(weight(task)).assign(weight);
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

  /** running = (1 - m) running + m batch, with the unbiased batch variance. */
  private void updateStatistics(StatisticsUpdate update) {
    double n = (double) plan.input(graph.input()).size(0) * update.positions();
    double m = update.momentum();
    ParameterStore parameters = model.parameters();
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
    return plan.gradients().stream().mapToLong(name -> PhaseRun.bytes(model.parameters().get(name))).sum();
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
    return new TroubleFinder(model, graph, limit).find(batch, tasks, name -> graph.sameDiff().output(inputs, name).get(name));
  }

  /** @return memory of the plan's own arrays */
  public long bytes() {
    return plan.bytes();
  }

  private static SDVariable scalar(SameDiff sd, SuperModel model, String placeholder) {
    return sd.hasVariable(placeholder) ? sd.getVariable(placeholder) : sd.placeHolder(placeholder, model.parameters().dataType(), new long[0]);
  }

  private static String weight(String task) {
    return "weight." + task;
  }

  private static String factor(String penalty) {
    return "factor." + penalty;
  }

  private static String label(Task task) {
    return "label." + task.name();
  }

  private static String mask(Task task) {
    return "mask." + task.name();
  }

  @Override
  public void close() {
    plan.close();
  }
}
