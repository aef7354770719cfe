package org.automtl4j.train.grow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.advice.Budget;
import org.automtl4j.train.tree.BranchPoints;
import org.automtl4j.train.tree.Proposals;
import org.automtl4j.train.tree.Tree;
import org.automtl4j.train.tree.TreeCosts;
import org.automtl4j.train.tree.Trees;
import org.junit.jupiter.api.Test;

class HalvingTest {
  private record One(String name, double cost, double gain) {}

  private static List<String> kept(int factor, List<Double> limits, One... all) {
    return new Halving(factor).keep(List.of(all), One::cost, One::gain, limits).stream().map(One::name).toList();
  }

  @Test
  void comparesAfterAQuarterAHalfAndAllOfTheWay() {
    assertThat(new Halving(2).rungs(160, 400)).containsExactly(220, 280, 400);
    assertThat(new Halving(0).rungs(160, 400)).containsExactly(400);
    assertThat(new Halving(2).rungs(3, 5)).containsExactly(4, 5);
    assertThat(new Halving(3).rungs(0, 1)).containsExactly(1);
    assertThatThrownBy(() -> new Halving(2).rungs(5, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Halving(1)).isInstanceOf(InvalidInputException.class).hasMessageContaining("halve: found 1");
  }

  @Test
  void theBetterHalfGoesOnInTheOrderInWhichItCame() {
    One[] five = {new One("a", 1, 0.1), new One("b", 2, 0.5), new One("c", 3, 0.2), new One("d", 4, 0.4), new One("e", 5, 0.3)};
    assertThat(kept(2, List.of(9.0), five)).containsExactly("b", "d", "e");
    assertThat(kept(0, List.of(9.0), five)).hasSize(5);
    assertThat(kept(3, List.of(9.0), five)).containsExactly("b", "d");
  }

  @Test
  void whatIsDearDoesNotCrowdOutWhatIsCheap() {
    One[] four = {new One("cheap", 1, 0.1), new One("cheaper and worse", 0.9, 0.05), new One("dear", 3, 0.5), new One("dearer", 4, 0.6)};
    assertThat(kept(2, List.of(2.0, 5.0), four)).containsExactly("cheap", "dear", "dearer");
  }

  @Test
  void budgetsBelowTheCheapestSayWhatThatIs() {
    assertThatThrownBy(() -> Budget.multiplyAdds(0.3).check(21.2, "hard sharing", 61.5)).isInstanceOf(InvalidInputException.class)
        .hasMessage("budget.multiplyAdds: found 0.3, allowed: at least 0.345 of the single-task models' multiply-adds, which hard sharing costs, the cheapest that is possible");
    Budget.latency(0.345).check(21.2, "hard sharing", 61.5);
    assertThatThrownBy(() -> Budget.parameters(0)).hasMessageContaining("budget.parameters: found 0.0");
  }

  @Test
  void proposalsAreAllTreesOrSimpleOnesEvenlyOverTheirCosts() {
    TreeCosts costs = new TreeCosts(10, List.of(1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0));
    List<Tree> few = Proposals.of(3, costs, 40, 100);
    assertThat(few).doesNotContain(Tree.allPartAt(3, 8)).hasSameSizeAs(Trees.within(3, costs, 40, 1000).orElseThrow().subList(1, few.size() + 1));
    for (int most : new int[] {1, 4, 10, 20}) {
      List<Tree> some = Proposals.of(3, costs, 60, most);
      assertThat(some).hasSize(most).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Double.compare(costs.of(a), costs.of(b)))
          .allSatisfy(tree -> assertThat(costs.of(tree)).isLessThanOrEqualTo(60));
    }
    assertThat(Proposals.of(3, costs, 60, 10)).contains(Tree.allPartAt(3, 4), Tree.allPartAt(3, 7));
  }

  @Test
  void costsThatAreMeasuredAreThoseOfTheSegments() {
    TreeCosts known = new TreeCosts(10, List.of(1.0, 2.0, 0.5));
    TreeCosts found = TreeCosts.measured(3, new BranchPoints(List.of(new BranchPoints.Point(1, "a"), new BranchPoints.Point(2, "b"), new BranchPoints.Point(3, "c")), 5),
        known::of);
    assertThat(found.fixed()).isCloseTo(10, within(1e-12));
    for (int depth = 0; depth <= 3; depth++) {
      assertThat(found.of(Tree.allPartAt(3, depth))).isCloseTo(known.of(Tree.allPartAt(3, depth)), within(1e-12));
    }
    assertThat(found.of(new Tree(List.of(0, 2, 3)))).isCloseTo(known.of(new Tree(List.of(0, 2, 3))), within(1e-12));
  }

  @Test
  void aBudgetHasOneMeasureAndIsHalfOfTheMultiplyAddsUnlessSet() {
    Optional<Double> none = Optional.empty();
    assertThat(new BudgetSettings(none, none, none, List.of()).budgets()).containsExactly(Budget.multiplyAdds(0.5));
    assertThat(new BudgetSettings(none, none, Optional.of(0.9), List.of(0.7)).budgets()).containsExactly(Budget.latency(0.9), Budget.latency(0.7));
    assertThat(new BudgetSettings(none, Optional.of(0.4), none, List.of()).budgets()).containsExactly(Budget.parameters(0.4));
    assertThatThrownBy(() -> new BudgetSettings(Optional.of(0.5), none, Optional.of(0.9), List.of())).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("budget: found 2 measures");
  }
}
