package org.automtl4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.augmentation.Augmentation;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.data.transform.Augmented;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.automtl.compat.Compat;
import org.automtl4j.train.automtl.compat.CompatHabits;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.checkpoint.CheckpointSettings;
import org.automtl4j.train.checkpoint.Checkpoints;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.evaluate.Validation;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.Habits;
import org.automtl4j.train.method.BalanceSettings;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Sources;
import org.automtl4j.train.step.TaskStepping;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a {@link Trainer}. */
public final class TrainerBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerBuilder.class);

  private final Network network;
  private final Parameters parameters;
  private final MultiTaskDataSet data;
  private String name = "search";
  private int batchSize = 16;
  private int[] crop = {};
  private TaskStepping asked = TaskStepping.AUTO;
  private BalanceSettings balance = BalanceSettings.NONE;
  private Optional<Long> seed = Optional.empty();
  private int prefetch;
  private int dataThreads = 1;
  private final Map<String, BatchFeed> feeds = new LinkedHashMap<>();
  private int validateEvery;
  private Optional<String> validationMetric = Optional.empty();
  private int patience;
  private boolean takeBest;
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private StopSignal stop = new StopSignal();
  private Habits habits = Habits.USUAL;
  private Sources sources = Sources.seeded();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final Map<String, TaskLoss> losses = new LinkedHashMap<>();
  private List<TrainingListener> listeners = List.of();

  TrainerBuilder(Network network, Parameters parameters, MultiTaskDataSet data) {
    this.network = network;
    this.parameters = parameters;
    this.data = data;
  }

  /**
   * @param model what is trained, as listeners and files call it; {@code "search"} unless set
   * @return this
   */
  public TrainerBuilder name(String model) {
    name = model;
    return this;
  }

  /**
   * @param samples in a step; 16 unless set
   * @return this
   */
  public TrainerBuilder batchSize(int samples) {
    batchSize = samples;
    return this;
  }

  /**
   * @param how the tasks of an iteration share steps; a network that computes its tasks together takes {@link TaskStepping#JOINT} steps, whatever is set
   * @return this
   */
  public TrainerBuilder taskStepping(TaskStepping how) {
    asked = how;
    return this;
  }

  /**
   * Balances the tasks in every phase that trains weights. Unless {@link #taskStepping} says otherwise they step as the method needs it.
   *
   * @param how such as {@code Balancing.cagrad(0.5)}; the weighted sum of losses unless set
   * @return this
   */
  public TrainerBuilder balancing(Balancing how) {
    balance = new BalanceSettings(Optional.of(how), balance.conflictsEvery());
    return this;
  }

  /**
   * Balances the tasks by a method of one's own.
   *
   * @param how such as {@code (GramianWeighting) (gramian, losses) -> weights}
   * @return this
   */
  public TrainerBuilder balancing(Balancer how) {
    return balancing(Balancing.of(how));
  }

  /**
   * @param how tasks are balanced, and how often conflicts are measured
   * @return this
   */
  public TrainerBuilder balance(BalanceSettings how) {
    balance = how;
    return this;
  }

  /**
   * @param iterations between measurements of how tasks' gradients lie to each other, which change no bit of the training; 0 (never) unless set
   * @return this
   */
  public TrainerBuilder conflictsEvery(int iterations) {
    balance = new BalanceSettings(balance.method(), iterations);
    return this;
  }

  /**
   * @param value of sample order, noise, dropout and fresh weights; that of the super-model unless set, else 0
   * @return this
   */
  public TrainerBuilder seed(long value) {
    seed = Optional.of(value);
    return this;
  }

  /**
   * @param task a task's name
   * @param factor of its loss, above 0; 1 unless set. Pre-training does not use it, as published
   * @return this
   */
  public TrainerBuilder weight(String task, double factor) {
    weights.put(network.task(task).name(), factor);
    return this;
  }

  /**
   * @param task a task's name
   * @param loss to use in place of its kind's
   * @return this
   */
  public TrainerBuilder loss(String task, TaskLoss loss) {
    losses.put(network.task(task).name(), loss);
    return this;
  }

  /**
   * @param batches that a background thread per task prepares ahead; 0 (none) unless set
   * @return this
   */
  public TrainerBuilder prefetch(int batches) {
    prefetch = batches;
    return this;
  }

  /**
   * Feeds a task from elsewhere. Validation and evaluation still read the data set.
   *
   * @param task a task's name
   * @param feed where its training batches come from, with tasks that step in turn ({@link TaskStepping#ALTERNATING})
   * @return this
   */
  public TrainerBuilder feed(String task, BatchFeed feed) {
    feeds.put(network.task(task).name(), feed);
    return this;
  }

  /**
   * @param threads threads per task that prepare batches where some are prepared ahead; 1 unless set
   * @return this
   */
  public TrainerBuilder dataThreads(int threads) {
    dataThreads = threads;
    return this;
  }

  /**
   * @param iterations between validations, which listeners hear of; 0 (none) unless set
   * @return this
   */
  public TrainerBuilder validateEvery(int iterations) {
    validateEvery = iterations;
    return this;
  }

  /**
   * @param habits of the published code to take over; none unless set
   * @return this
   */
  public TrainerBuilder compat(Compat habits) {
    return habits(new CompatHabits(habits));
  }

  /**
   * @param ways in which training departs from the usual; none unless set
   * @return this
   */
  public TrainerBuilder habits(Habits ways) {
    habits = ways;
    return this;
  }

  /**
   * @param metric {@code task.metric} by which validations are compared, such as {@code "depth_zbuffer.abs_error"}; Delta against the first validation unless
   *     set. A stage that an older version began by {@code task.miou}, the published mean then, goes on by {@code task.miou_hit}
   * @return this
   */
  public TrainerBuilder validationMetric(String metric) {
    validationMetric = Optional.of(metric);
    return this;
  }

  /**
   * Ends pre-training and the trainings of final models early. A search is never ended early, since its temperature has to fall, nor is a candidate's
   * training.
   *
   * @param validations how many in a row may be no better than the best; 0 (never ends early) unless set
   * @return this
   */
  public TrainerBuilder patience(int validations) {
    patience = validations;
    return this;
  }

  /**
   * @param best whether stages that patience applies to end with the weights of their best validation; else with the last ones, as published
   * @return this
   */
  public TrainerBuilder takeBest(boolean best) {
    takeBest = best;
    return this;
  }

  /**
   * Writes checkpoints, every 100 iterations and at the end of each stage.
   *
   * @param folder where to; there must be none in it yet
   * @return this
   */
  public TrainerBuilder checkpoints(Path folder) {
    return checkpoints(folder, CheckpointSettings.DEFAULT);
  }

  /**
   * Writes checkpoints.
   *
   * @param folder where to; there must be none in it yet
   * @param when when they are written and how many stay
   * @return this
   */
  public TrainerBuilder checkpoints(Path folder, CheckpointSettings when) {
    checkpoints = Optional.of(Checkpoints.fresh(folder, when));
    return this;
  }

  /**
   * Goes on with a training that wrote its checkpoints to a folder, and writes further ones there. The program calls the same stages again: those that are
   * over give their results at once, the one that was interrupted goes on where it was, and the outcome is that of an uninterrupted training, bit for bit.
   * Where the folder has no checkpoint, training begins at the beginning.
   *
   * @param folder where checkpoints are
   * @return this
   */
  public TrainerBuilder resume(Path folder) {
    return resume(folder, CheckpointSettings.DEFAULT);
  }

  /**
   * Goes on with a training, as {@link #resume(Path)} does.
   *
   * @param folder where checkpoints are
   * @param when when further ones are written and how many stay
   * @return this
   */
  public TrainerBuilder resume(Path folder, CheckpointSettings when) {
    checkpoints = Optional.of(Checkpoints.resume(folder, when));
    return this;
  }

  /**
   * @param signal asks the training to stop: a stage then throws {@link org.automtl4j.train.checkpoint.TrainingStoppedException}
   * @return this
   */
  public TrainerBuilder stopSignal(StopSignal signal) {
    stop = signal;
    return this;
  }

  /**
   * Training samples are scaled, mirrored and cropped at random as in the paper; for another augmentation wrap the data set in {@link Augmented}. The other
   * splits stay whole.
   *
   * @param height rows of a training sample
   * @param width columns of a training sample
   * @return this
   */
  public TrainerBuilder crop(int height, int width) {
    crop = new int[] {height, width};
    return this;
  }

  /**
   * @param who is told of what happens
   * @return this
   */
  public TrainerBuilder listeners(TrainingListener... who) {
    listeners = List.of(who);
    return this;
  }

  /** Batches and noise from elsewhere, for tests. */
  TrainerBuilder sources(Sources others) {
    sources = others;
    return this;
  }

  /**
   * @return the trainer
   * @throws InvalidInputException if model and data do not fit
   */
  public Trainer build() {
    return new Trainer(network, parameters, settings());
  }

  /** What all stages share, checked. */
  LoopSettings settings() {
    TaskStepping stepping = balance.stepping(asked, network.inOnePass());
    if (batchSize < 1) {
      throw new InvalidInputException("batch: at least 1, found " + batchSize);
    }
    weights.forEach(
        (task, factor) -> {
          if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new InvalidInputException("weight of task '" + task + "': a number above 0, found " + factor);
          }
        });
    checkTasks();
    if (!feeds.isEmpty() && stepping != TaskStepping.ALTERNATING) {
      throw new InvalidInputException("tasks " + feeds.keySet() + " are fed by iterators of their own, which needs ALTERNATING steps; found " + stepping);
    }
    checkCompat(stepping);
    if (data.channels() != network.inputChannels()) {
      String what = network instanceof BranchNetwork branches ? "backbone " + branches.backbone().name() : "the network of method " + network.method();
      throw new InvalidInputException(what + " reads " + network.inputChannels() + " channels, images of " + data.name() + " have " + data.channels());
    }
    MultiTaskDataSet fed = crop.length == 0 ? data : cropped();
    network.checkSize(fed.height(), fed.width());
    network.checkSize(fed.height(Split.TRAIN), fed.width(Split.TRAIN));
    Validation validation = new Validation(validateEvery, validationMetric, patience, takeBest);
    Map<String, Function<Split, MultiDataSetIterator>> iterators = new LinkedHashMap<>();
    feeds.forEach((task, feed) -> iterators.put(task, feed::open));
    return new LoopSettings(
        name, fed, batchSize, stepping, seed.orElse(0L), prefetch, dataThreads, iterators, weights, losses, validation, listeners, habits,
        checkpoints, stop, sources, balance);
  }

  private MultiTaskDataSet cropped() {
    Augmented cropped = new Augmented(data, Augmentation.PUBLISHED, crop[0], crop[1], seed.orElse(0L));
    cropped.padding().ifPresent(remark -> LOG.warn("{}: {}", data.name(), remark));
    return cropped;
  }

  private void checkCompat(TaskStepping stepping) {
    Compat compat = CompatHabits.of(habits);
    int blocks = compat.taskIterations().size();
    if (blocks > 0 && (blocks != network.tasks().size() || stepping != TaskStepping.ALTERNATING)) {
      throw new InvalidInputException("taskIterations: found " + compat.taskIterations() + " with " + stepping
          + " steps, allowed: one number for each of the "
          + network.tasks().size() + " tasks, with ALTERNATING steps");
    }
  }

  private void checkTasks() {
    List<String> known = data.tasks().stream().map(Task::name).toList();
    List<String> problems = new ArrayList<>();
    for (Task task : network.tasks()) {
      if (!known.contains(task.name())) {
        problems.add("no labels for task '" + task.name() + "' (it has " + known + ")");
      } else if (data.task(task.name()).kind() != task.kind()) {
        problems.add("task '" + task.name() + "' is " + data.task(task.name()).kind() + ", not " + task.kind());
      } else if (data.task(task.name()).outputs() != task.outputs()) {
        problems.add("task '" + task.name() + "' has " + data.task(task.name()).outputs() + " outputs, not " + task.outputs());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException("data set " + data.name() + ": " + String.join("; ", problems));
    }
  }
}
