package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.loss.TaskLoss;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.train.batch.BatchShapes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What a step minimises, added to the graph of a network: sum over tasks of weight * loss, and of factor * penalty. Weights and factors are placeholders. */
final class Losses {
  static final String LOSS = "loss.total";

  final NetworkGraph graph;
  final List<Task> tasks;
  final Map<String, LossTerm> terms = new LinkedHashMap<>();
  final List<PenaltyTerm> penalties = new ArrayList<>();
  /** Those of the graph and of the penalties, in the order in which random numbers are drawn. */
  final List<Feed> feeds;
  /** By placeholder, the weights of tasks and the factors of penalties. */
  final Map<String, Double> scalars = new LinkedHashMap<>();
  private final DataType dataType;
  private Optional<SDVariable> total = Optional.empty();

  /** A penalty's value for a task: what it is called, and the variable's name. */
  record PenaltyTerm(String penalty, String task, String value) {}

  private Losses(NetworkGraph graph, List<Task> tasks) {
    this.graph = graph;
    this.tasks = tasks;
    this.feeds = new ArrayList<>(graph.feeds());
    this.dataType = graph.sameDiff().getVariable(graph.input()).dataType();
  }

  static Losses add(NetworkGraph graph, List<Task> tasks, Objective objective, Function<Task, TaskLoss> losses, MultiDataSet batch) {
    Losses all = new Losses(graph, tasks);
    Map<String, StepGraph.Labelled> labels = new LinkedHashMap<>();
    StepGraph step = new StepGraph(graph, losses, labels);
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      labels.put(task.name(), all.labelled(task, batch, i));
      all.addLoss(step, task, objective);
      objective.penalties().forEach(penalty -> penalty.build(step, task.name()).ifPresent(term -> all.add(penalty, task.name(), term)));
    }
    objective.penalties().forEach(penalty -> penalty.build(step).ifPresent(term -> all.add(penalty, Penalty.ALL, term)));
    graph.sameDiff().identity(LOSS, all.total.orElseThrow());
    return all;
  }

  private StepGraph.Labelled labelled(Task task, MultiDataSet batch, int i) {
    SameDiff sd = graph.sameDiff();
    SDVariable label = sd.placeHolder(label(task), dataType, batch.getLabels(i).shape());
    return new StepGraph.Labelled(task, label, BatchShapes.mask(batch, i).map(m -> sd.placeHolder(mask(task), dataType, m.shape())));
  }

  private void addLoss(StepGraph step, Task task, Objective objective) {
    LossTerm term = step.loss(task.name(), graph.sameDiff().getVariable(graph.predictions().get(task.name())));
    terms.put(task.name(), term);
    scalars.put(weight(task.name()), objective.weight(task.name()));
    sum(term.value().mul(scalar(weight(task.name())))); // scalar
  }

  private void add(Penalty penalty, String task, Penalty.Term term) {
    penalties.add(new PenaltyTerm(penalty.name(), task, term.value().name()));
    int place = term.after().map(name -> 1 + IntStream.range(0, feeds.size()).filter(i -> feeds.get(i).placeholder().equals(name)).findFirst().orElseThrow())
        .orElse(feeds.size());
    feeds.addAll(place, term.feeds());
    if (penalty.factor().isPresent()) {
      scalars.put(factor(penalty.name()), penalty.factor().getAsDouble());
      sum(term.value().mul(scalar(factor(penalty.name()))));
    }
  }

  private void sum(SDVariable value) {
    total = Optional.of(total.map(sum -> sum.add(value)).orElse(value));
  }

  private SDVariable scalar(String placeholder) {
    SameDiff sd = graph.sameDiff();
    return sd.hasVariable(placeholder) ? sd.getVariable(placeholder) : sd.placeHolder(placeholder, dataType, new long[0]);
  }

  /** The shape of noise for a number of images. */
  static long[] shape(Feed.Noise noise, long images) {
    long[] shape = noise.shape();
    if (shape.length > 0 && shape[0] == -1) {
      shape[0] = images;
    }
    return shape;
  }

  static String weight(String task) {
    return "weight." + task;
  }

  static String factor(String penalty) {
    return "factor." + penalty;
  }

  /** Whether a placeholder is the factor of a penalty. */
  static boolean isFactor(String placeholder) {
    return placeholder.startsWith("factor.");
  }

  static String label(Task task) {
    return "label." + task.name();
  }

  static String mask(Task task) {
    return "mask." + task.name();
  }
}
