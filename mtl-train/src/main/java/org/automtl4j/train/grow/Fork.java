package org.automtl4j.train.grow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.train.evaluate.NetworkPredictor;
import org.automtl4j.train.evaluate.PairedDelta;
import org.automtl4j.train.evaluate.PartedEvaluation;
import org.automtl4j.train.method.Continuation;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Tree;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tree that has left the trunk: each of its own layers begins as a copy of the trunk's, and so does what the optimiser remembers of it, so that it computes at first what hard
 * sharing does, and differs later by what the branch is worth.
 */
final class Fork implements AutoCloseable {
  private final Trunk stage;
  private final Tree tree;
  private final String words;
  private final Architecture architecture;
  private final BranchView view;
  private final SuperModel model;
  private Continuation end;
  private Optional<PartedEvaluation> figures = Optional.empty();
  private Optional<PairedDelta> standing = Optional.empty();
  private OptionalInt stoppedAt = OptionalInt.empty();
  private boolean closed;

  private Fork(Trunk stage, Tree tree, String words, Architecture architecture, BranchView view, SuperModel model, Continuation end) {
    this.stage = stage;
    this.tree = tree;
    this.words = words;
    this.architecture = architecture;
    this.view = view;
    this.model = model;
    this.end = end;
  }

  /** Copies what the tree needs of the trunk. */
  static Fork of(TrunkState trunk, Tree tree, BranchPoints points) {
    SuperModel source = trunk.model();
    List<String> tasks = source.tasks().stream().map(Task::name).toList();
    Architecture architecture = architecture(source, points, tree);
    boolean shared = tree.equals(Tree.allPartAt(tasks.size(), points.size()));
    BranchView view = shared ? new BranchView.Common() : new BranchView.Hard(architecture);
    Predicate<String> read = PathParameters.of(source, view.stage(), view.architecture());
    Map<String, String> origins = new LinkedHashMap<>();
    source.network().parameters().stream().map(ParameterSpec::name).filter(read).forEach(name -> origins.put(name, origin(name, source)));
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    origins.forEach((name, origin) -> numbers.put(name, source.parameters().get(origin).dup('c')));
    Map<String, List<String>> copies = origins.keySet().stream().collect(Collectors.groupingBy(origins::get));
    return new Fork(trunk.stage(), tree, points.words(tree, tasks), architecture, view, source.over(numbers),
        trunk.end().forked(name -> copies.getOrDefault(name, List.of())));
  }

  static Architecture architecture(SuperModel model, BranchPoints points, Tree tree) {
    return Architecture.of(model, points.branching(tree, model.tasks().stream().map(Task::name).toList()));
  }

  /** The trunk's parameter of which a tree's is a copy. */
  private static String origin(String name, SuperModel model) {
    for (Task task : model.tasks()) {
      for (var node : model.policyNodes()) {
        String own = ParameterNames.layer(node.layer(), Branch.SPECIFIC, task.name(), "");
        if (name.startsWith(own)) {
          return ParameterNames.layer(node.layer(), Branch.SHARED, "", name.substring(own.length()));
        }
      }
    }
    return name;
  }

  /** Goes on to an iteration, and is judged on the validation split. */
  void train(StageContext context, int to) {
    LoopSettings settings = context.settings();
    Continuation next = context.train(stage.task(settings, model, view, words + " to " + to, tree.depths().toString(), to).with(Trunk.goingOn(end))).end().orElseThrow();
    end.close();
    end = next;
    try (NetworkPredictor predictor = new NetworkPredictor(model.network(), model.parameters(), view)) {
      figures = Optional.of(PartedEvaluation.of(predictor, model.tasks(), settings.data(), Split.VAL, settings.batchSize(), settings::metricOptions, settings::loss));
    }
  }

  /** Compares it with hard sharing at the same iteration. */
  void compare(Fork hard, LoopSettings settings) {
    standing = Optional.of(PairedDelta.of(model.tasks(), figures.orElseThrow(), hard.figures.orElseThrow(), settings.habits()::deltaMetrics));
  }

  /** Leaves it behind. */
  void stop(int iteration) {
    stoppedAt = OptionalInt.of(iteration);
    close();
  }

  Tree tree() {
    return tree;
  }

  String words() {
    return words;
  }

  Architecture architecture() {
    return architecture;
  }

  Stage finishedAs() {
    return view.stage();
  }

  SuperModel model() {
    return model;
  }

  PairedDelta standing() {
    return standing.orElseThrow();
  }

  OptionalInt stoppedAt() {
    return stoppedAt;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    model.parameters().close();
    end.close();
  }
}
