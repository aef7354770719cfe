package org.automtl4j.train.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.ModelWork;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.backbone.Backbone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TreesTest {
  private static final Backbone DEMO = Backbone.named("demo");
  private static final int CONVOLUTIONS = 11;
  private static final TreeCosts ONES = new TreeCosts(0, Collections.nCopies(CONVOLUTIONS, 1.0));

  /** Without heads, which cost the same in every tree. */
  private static SharedWork demo(int tasks) {
    return SharedWork.withoutHeads(DEMO, IntStream.range(0, tasks).mapToObj(t -> "task" + t).toList(), BatchNormPolicy.SEARCH, 48, 48);
  }

  @ParameterizedTest
  @CsvSource({"2, 12", "3, 210", "4, 3312", "5, 48962"})
  void eachTreeIsFoundOnce(int tasks, int count) {
    List<Tree> all = Trees.within(tasks, ONES, 1e9, 100_000).orElseThrow();
    assertThat(all).hasSize(count).doesNotHaveDuplicates();
    assertThat(all.get(0)).isEqualTo(Tree.allPartAt(tasks, CONVOLUTIONS));
    assertThat(all.get(all.size() - 1)).isEqualTo(Tree.allPartAt(tasks, 0));
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 2, 3, 4, 12", "3, 1, 4, 8, 14, 64", "4, 1, 5, 15, 32, 207", "5, 1, 6, 21, 56, 517"})
  void fewTreesAreNearlyAsCheapAsHardSharing(int tasks, int first, int second, int third, int fourth, int fifth) {
    TreeCosts costs = TreeCosts.multiplyAdds(demo(tasks), BranchPoints.of(DEMO));
    double hard = costs.of(Tree.allPartAt(tasks, CONVOLUTIONS));
    assertThat(IntStream.of(110, 120, 130, 150, 200).mapToObj(percent -> Trees.within(tasks, costs, hard * percent / 100, 1000).orElseThrow().size()))
        .containsExactly(first, second, third, fourth, fifth);
  }

  @Test
  void thoseWithinABudgetAreAllThatDoNotExceedItTheCheapestFirst() {
    TreeCosts costs = new TreeCosts(3, List.of(5.0, 1.0, 2.0, 0.5));
    List<Tree> all = Trees.within(3, costs, 1e9, 1000).orElseThrow();
    for (double budget : new double[] {11.5, 12, 14, 17.25, 28.5}) {
      List<Tree> kept = Trees.within(3, costs, budget, 1000).orElseThrow();
      assertThat(kept).containsExactlyInAnyOrderElementsOf(all.stream().filter(tree -> costs.of(tree) <= budget).toList());
      assertThat(kept.stream().map(costs::of).toList()).isSorted();
    }
    assertThat(Trees.within(3, costs, 1e9, all.size() - 1)).isEmpty();
    assertThatThrownBy(() -> Trees.within(3, costs, 11.4, 10)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("budget: found 11.4").hasMessageContaining("at least 11.5");
  }

  @Test
  void whoIsAloneInTheTrunkHasLeftItWithTheOthers() {
    assertThat(new Tree(List.of(2, 5, 3))).isEqualTo(new Tree(List.of(2, 3, 3)));
    assertThat(new Tree(List.of(1, 4, 4)).copies(0)).isEqualTo(1);
    assertThat(new Tree(List.of(1, 4, 4)).copies(2)).isEqualTo(2);
    assertThat(new Tree(List.of(1, 4, 4)).copies(4)).isEqualTo(3);
    assertThatThrownBy(() -> new Tree(List.of(1, -1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsDrawnBecomesATreeWithinTheBudget() {
    TreeCosts costs = TreeCosts.multiplyAdds(demo(3), BranchPoints.of(DEMO));
    double hard = costs.of(Tree.allPartAt(3, CONVOLUTIONS));
    RandomStream random = RandomStream.of(8, "draws");
    for (int i = 0; i < 100; i++) {
      List<Integer> drawn = IntStream.range(0, 3).mapToObj(t -> random.nextInt(CONVOLUTIONS + 1)).toList();
      double[][] preferences = new double[3][CONVOLUTIONS];
      for (double[] task : preferences) {
        Arrays.setAll(task, k -> random.nextGaussian());
      }
      double budget = hard * (1 + 2 * random.nextDouble());
      Tree tree = Projection.of(drawn, preferences, costs, budget);
      assertThat(costs.of(tree)).isLessThanOrEqualTo(budget);
      IntStream.range(0, 3).forEach(t -> assertThat(tree.depths().get(t)).isGreaterThanOrEqualTo(new Tree(drawn).depths().get(t)));
    }
    Tree cheap = new Tree(List.of(11, 11, 10));
    assertThat(Projection.of(cheap.depths(), new double[3][CONVOLUTIONS], costs, hard * 1.3)).isEqualTo(cheap);
  }

  @Test
  void whatGivesUpLeastForWhatItSavesGoesOnInTheTrunk() {
    TreeCosts costs = new TreeCosts(0, List.of(1.0, 1.0));
    double[][] preferences = {{9, 9}, {0, 1}, {0, 2}};
    assertThat(Projection.of(List.of(2, 1, 1), preferences, costs, 3)).isEqualTo(new Tree(List.of(1, 2, 2)));
    assertThat(Projection.of(List.of(1, 1, 1), new double[3][2], new TreeCosts(0, List.of(1.0, 0.0)), 1)).isEqualTo(Tree.allPartAt(3, 1));
    assertThat(Projection.of(List.of(0, 0, 0), preferences, costs, 5)).isEqualTo(new Tree(List.of(0, 1, 1)));
    assertThatThrownBy(() -> Projection.of(List.of(0, 0, 0), preferences, costs, 1.9)).isInstanceOf(InvalidInputException.class);
  }

  static List<Backbone> everyBackbone() {
    return Backbone.names().stream().map(Backbone::named).toList();
  }

  @ParameterizedTest
  @MethodSource("everyBackbone")
  void theSumOverSegmentsIsWhatTheArchitectureCosts(Backbone backbone) {
    List<String> tasks = List.of("a", "b", "c");
    SharedWork work = SharedWork.withoutHeads(backbone, tasks, BatchNormPolicy.SEARCH, 64, 64);
    RandomStream random = RandomStream.of(6, backbone.name());
    for (BranchPoints points : List.of(BranchPoints.everyConvolution(backbone), BranchPoints.betweenBlocks(backbone), BranchPoints.of(backbone))) {
      TreeCosts multiplyAdds = TreeCosts.multiplyAdds(work, points);
      TreeCosts parameters = TreeCosts.parameters(work, points);
      for (int i = 0; i < 40; i++) {
        Tree tree = new Tree(tasks.stream().map(t -> (int) (random.nextDouble() * (points.size() + 1))).toList());
        ModelWork counted = work.count(points.branching(tree, tasks), tasks);
        assertThat(multiplyAdds.of(tree)).as("%s", tree).isEqualTo(counted.multiplyAdds());
        assertThat(parameters.of(tree)).as("%s", tree).isEqualTo(counted.parameters());
      }
    }
  }

  @Test
  void theDemosTreesCostWhatTheirTableSays() {
    TreeCosts costs = TreeCosts.multiplyAdds(demo(3), BranchPoints.of(DEMO));
    double hard = costs.of(Tree.allPartAt(3, CONVOLUTIONS));
    double[] parted = IntStream.of(10, 9, 7, 5).mapToDouble(depth -> costs.of(Tree.allPartAt(3, depth)) / hard).toArray();
    assertThat(parted).containsExactly(new double[] {1.30, 1.59, 2.19, 2.51}, within(0.006));
    assertThat(costs.of(new Tree(List.of(11, 11, 10))) / hard).isCloseTo(1.15, within(0.006));
  }

  @Test
  void deepBackbonesAreCutBetweenBlocksOnly() {
    Backbone resnet = Backbone.named("resnet18");
    BranchPoints points = BranchPoints.of(resnet);
    assertThat(points.size()).isLessThanOrEqualTo(BranchPoints.MOST_CONVOLUTIONS).isEqualTo(BranchPoints.betweenBlocks(resnet).size());
    assertThat(BranchPoints.of(DEMO).size()).isEqualTo(CONVOLUTIONS);
    for (BranchPoints.Point point : points.points()) {
      long read = resnet.nodes().subList(point.layer(), resnet.nodes().size()).stream().flatMap(node -> node.inputs().stream())
          .filter(input -> input < point.layer()).distinct().count();
      assertThat(read).as("%s", point).isEqualTo(1);
    }
  }

  @Test
  void treesAreSaidInWords() {
    BranchPoints points = BranchPoints.of(DEMO);
    List<String> tasks = List.of("seg", "depth", "normals");
    String last = points.points().get(10).name();
    String eighth = points.points().get(7).name();
    assertThat(points.words(Tree.allPartAt(3, 11), tasks)).isEqualTo("hard sharing");
    assertThat(points.words(new Tree(List.of(11, 10, 11)), tasks)).isEqualTo("depth leaves at " + last);
    assertThat(points.words(Tree.allPartAt(3, 7), tasks)).isEqualTo("all part at " + eighth);
    assertThat(points.words(new Tree(List.of(7, 10, 10)), tasks)).isEqualTo("seg leaves at " + eighth + ", depth and normals leave at " + last);
  }
}
