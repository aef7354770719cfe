package org.automtl4j.train.grow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.MultiTaskModelBuilder;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.advice.Recommendation;
import org.automtl4j.train.advice.Tried;
import org.automtl4j.train.loop.Preprocessings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Proposals;
import org.automtl4j.train.tree.Tree;
import org.automtl4j.train.tree.TreeCosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@link Grow}. */
final class Growing {
  private static final Logger LOG = LoggerFactory.getLogger(Growing.class);
  private static final double LIKE = 0.05;

  private final Grow stage;
  private final StageContext context;
  private final SuperModel model;
  private final List<String> tasks;
  private final BranchPoints points;
  private final Tree hardSharing;
  private final SharedWork work;
  private final ModelSize single;
  private final Map<Budget.Measure, TreeCosts> costs = new EnumMap<>(Budget.Measure.class);
  private final double singleSeconds;

  Growing(Grow stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.model = stage.trunk().model();
    this.tasks = model.tasks().stream().map(Task::name).toList();
    this.points = stage.chosen(BranchPoints.everyConvolution(model.backbone())).orElseGet(() -> BranchPoints.of(model.backbone())).from(model);
    this.hardSharing = Tree.allPartAt(tasks.size(), points.size());
    MultiTaskDataSet data = context.settings().data();
    this.work = SharedWork.of(model, data.height(), data.width());
    this.single = work.singleTasks();
    TreeLatency latency = new TreeLatency(model, points, stage.times(), data.height(), data.width());
    this.singleSeconds = latency.singleTasks();
    costs.put(Budget.Measure.MULTIPLY_ADDS, TreeCosts.multiplyAdds(work, points));
    costs.put(Budget.Measure.PARAMETERS, TreeCosts.parameters(work, points));
    costs.put(Budget.Measure.LATENCY, TreeCosts.measured(tasks.size(), points, latency::of));
  }

  private double cost(Tree tree, Budget.Measure measure) {
    return costs.get(measure).of(tree);
  }

  private double limit(Budget budget) {
    return budget.limit(budget.measure().of(single, singleSeconds));
  }

  Grown run() {
    stage.budgets().forEach(b -> b.check(cost(hardSharing, b.measure()), "hard sharing", b.measure().of(single, singleSeconds)));
    Fork hard = Fork.of(stage.trunk(), hardSharing, points);
    List<Fork> forks = new ArrayList<>(proposals().stream().map(tree -> Fork.of(stage.trunk(), tree, points)).toList());
    try {
      grow(hard, forks);
      List<GrownTree> trees = new ArrayList<>(forks.stream().map(fork -> grown(fork, false)).toList());
      GrownTree hardTree = grown(hard, false);
      List<Grown.Answer> answers = Grown.trials(hardTree, trees, stage.budgets(), single, singleSeconds).answers(Optional.empty(), tasks).stream()
          .map(answer -> new Grown.Answer(answer.budget(), answer.taken().flatMap(taken -> tree(taken, trees)), answer.advice())).toList();
      trees.addAll(controls(answers.get(0).taken().orElse(hardTree), forks, hard));
      Optional<Fork> taken = answers.get(0).taken().map(tree -> forks.stream().filter(fork -> fork.tree().equals(tree.tree())).findFirst().orElseThrow());
      MultiTaskModel shared = finished(hard);
      return new Grown(shared, hardTree, taken.map(this::finished).orElse(shared), trees, answers, singleSeconds, single);
    } finally {
      hard.close();
      forks.forEach(Fork::close);
      stage.trunk().close();
    }
  }

  /** Trees within the budgets: each of these has its part of them, the tightest first, which may leave some to the others. */
  private List<Tree> proposals() {
    Set<Tree> trees = new LinkedHashSet<>();
    List<Budget> tightest = stage.budgets().stream().sorted(Comparator.comparingDouble(Budget::share)).toList();
    for (int i = 0; i < tightest.size(); i++) {
      Budget budget = tightest.get(i);
      int share = Math.max(1, (stage.trees() - trees.size()) / (tightest.size() - i));
      trees.addAll(Proposals.of(tasks.size(), costs.get(budget.measure()), limit(budget), share));
    }
    return trees.stream().limit(stage.trees()).sorted(Comparator.comparingDouble(tree -> cost(tree, Budget.Measure.MULTIPLY_ADDS))).toList();
  }

  /** Trains all to the first rung, those that go on to the next one, and hard sharing to all of them. */
  private void grow(Fork hard, List<Fork> forks) {
    Trunk trunk = stage.trunk().stage();
    List<Fork> alive = forks;
    List<Integer> rungs = stage.halving().rungs(trunk.forkIteration(), trunk.iterations());
    for (int rung : rungs) {
      hard.train(context, rung);
      hard.compare(hard, context.settings());
      for (Fork fork : alive) {
        fork.train(context, rung);
        fork.compare(hard, context.settings());
        LOG.info("{} after {} iterations: {} over hard sharing on validation", fork.words(), rung, Recommendation.gain(fork.standing().gain(), fork.standing().standardError()));
      }
      if (rung < trunk.iterations()) {
        alive = halved(alive, rung);
      }
    }
  }

  private List<Fork> halved(List<Fork> alive, int rung) {
    Set<Fork> kept = new LinkedHashSet<>();
    for (Budget budget : stage.budgets()) {
      kept.addAll(stage.halving().keep(alive, fork -> cost(fork.tree(), budget.measure()), fork -> fork.standing().gain(), List.of(limit(budget))));
    }
    alive.stream().filter(fork -> !kept.contains(fork)).forEach(fork -> fork.stop(rung));
    return alive.stream().filter(kept::contains).toList();
  }

  private static Optional<GrownTree> tree(Tried taken, List<GrownTree> trees) {
    return trees.stream().filter(tree -> tree.tried().equals(taken)).findFirst();
  }

  private GrownTree grown(Fork fork, boolean control) {
    Map<String, String> leave = new LinkedHashMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      int depth = fork.tree().depths().get(t);
      if (depth < points.size()) {
        leave.put(tasks.get(t), points.points().get(depth).name());
      }
    }
    Architecture architecture = fork.architecture();
    return new GrownTree(fork.tree(), fork.words(), leave, architecture, work.of(architecture).size(), cost(fork.tree(), Budget.Measure.LATENCY), fork.standing(), fork.stoppedAt(),
        control);
  }

  /** Random trees of about the taken one's cost that were not tried, trained in the same way. */
  private List<GrownTree> controls(GrownTree taken, List<Fork> tried, Fork hard) {
    RandomStream random = RandomStream.of(context.settings().seed(), "control");
    double wanted = taken.size().multiplyAdds();
    Set<Tree> known = new LinkedHashSet<>(tried.stream().map(Fork::tree).toList());
    known.add(hardSharing);
    List<GrownTree> controls = new ArrayList<>();
    for (int draw = 0; draw < 2000 && controls.size() < stage.control(); draw++) {
      Tree tree = new Tree(tasks.stream().map(task -> random.nextInt(points.size() + 1)).toList());
      if (Math.abs(cost(tree, Budget.Measure.MULTIPLY_ADDS) - wanted) <= LIKE * wanted && known.add(tree)) {
        try (Fork fork = Fork.of(stage.trunk(), tree, points)) {
          fork.train(context, stage.trunk().stage().iterations());
          fork.compare(hard, context.settings());
          controls.add(grown(fork, true));
        }
      }
    }
    return controls;
  }

  private MultiTaskModel finished(Fork fork) {
    MultiTaskDataSet data = context.settings().data();
    MultiTaskModelBuilder builder = MultiTaskModel.builder(fork.model()).stage(fork.finishedAs()).inputSize(data.height(), data.width()).preprocessing(Preprocessings.of(data))
        .data(data.name(), data.fingerprint(), Preprocessings.licence(data)).seed(context.settings().seed());
    return (fork.tree().equals(hardSharing) ? builder : builder.architecture(fork.architecture())).build();
  }
}
