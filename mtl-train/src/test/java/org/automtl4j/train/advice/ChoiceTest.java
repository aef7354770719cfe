package org.automtl4j.train.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.automtl4j.core.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
  private static Contender contender(String words, double cost, double gain, double error) {
    return new Contender(Contender.Kind.TREE, words, cost, gain, error, Map.of());
  }

  @Test
  void theFrontHasThoseThatNoOtherBeats() {
    Contender cheap = contender("cheap", 1.1, 0.01, 0);
    Contender good = contender("good", 2, 0.03, 0);
    Contender beaten = contender("dearer and no better", 1.5, 0.01, 0);
    Contender worse = contender("as dear and worse", 2, 0.02, 0);
    Contender twin = contender("twin", 2, 0.03, 0);
    assertThat(Front.of(List.of(good, beaten, cheap, worse, twin))).containsExactly(cheap, good, twin);
    assertThat(Front.of(List.of())).isEmpty();
  }

  @Test
  void theFrontOfManyIsWhatItsDefinitionSays() {
    RandomStream random = RandomStream.of(1, "front");
    for (int round = 0; round < 200; round++) {
      List<Contender> all = IntStream.range(0, 12).mapToObj(i -> contender("c" + i, 1 + (int) (random.nextDouble() * 6), (int) (random.nextDouble() * 6), 1)).toList();
      List<Contender> unbeaten = all.stream().filter(c -> all.stream().noneMatch(
          o -> o.cost() <= c.cost() && o.gain() >= c.gain() && (o.cost() < c.cost() || o.gain() > c.gain()))).toList();
      assertThat(Front.of(all)).containsExactlyInAnyOrderElementsOf(unbeaten);
    }
  }

  @Test
  void theCheapestWithinOneErrorOfTheBestIsTaken() {
    Contender far = contender("far", 1.1, 0.010, 0.001);
    Contender near = contender("near", 1.3, 0.025, 0.003);
    Contender dear = contender("best", 2.4, 0.028, 0.004);
    Choice choice = Choice.of(List.of(dear, far, near));
    assertThat(choice.taken()).contains(near);
    assertThat(choice.best()).contains(dear);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.0201, false", "1, 0.0199, true", "8, 0.0201, true", "8, 0.0285, false", "1, -0.01, true", "1, 0, true"})
  void hardSharingIsTakenWhereTheBestIsNotClearlyAheadForSoManyLooks(int looks, double gain, boolean hard) {
    List<Contender> contenders = new ArrayList<>(List.of(contender("best", 1.2, gain, 0.01)));
    IntStream.range(1, looks).forEach(i -> contenders.add(contender("other " + i, 1.2, -0.02, 0.01)));
    assertThat(Choice.of(contenders).isHardSharing()).isEqualTo(hard);
  }

  @Test
  void nothingToChooseFromIsHardSharing() {
    assertThat(Choice.of(List.of())).isEqualTo(new Choice(Optional.empty(), Optional.empty()));
    assertThat(Choice.of(List.of(contender("certain", 1, 0, 0))).isHardSharing()).isTrue(); // no gain is no gain, however certain
    assertThatThrownBy(() -> contender("odd", 1, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("odd");
  }

  @Test
  void manyLooksAreAsSeldomWrongAsOne() {
    assertThat(ManyLooks.normal(0)).isEqualTo(0.5);
    assertThat(ManyLooks.normal(1.959963984540054)).isCloseTo(0.975, within(1e-12));
    assertThat(ManyLooks.normal(-1) + ManyLooks.normal(1)).isCloseTo(1, within(1e-15));
    assertThat(ManyLooks.errors(1)).isEqualTo(2);
    for (int looks : new int[] {2, 8, 32, 1000}) {
      assertThat(Math.pow(ManyLooks.normal(ManyLooks.errors(looks)), looks)).isCloseTo(ManyLooks.normal(2), within(1e-9));
    }
  }

  @Test
  void friendsAreNotTakenApartMoreOftenThanTheErrorAllows() {
    RandomStream random = RandomStream.of(2, "nothing to find");
    int apart = 0;
    for (int run = 0; run < 4000; run++) {
      List<Contender> contenders = IntStream.range(0, 8).mapToObj(i -> contender("c" + i, 1.2, 0.01 * random.nextGaussian(), 0.01)).toList();
      apart += Choice.of(contenders).isHardSharing() ? 0 : 1;
    }
    assertThat(apart / 4000.0).isCloseTo(1 - ManyLooks.normal(2), within(0.01));
  }

  private static Map<String, Double> byTask(double seg, double depth, double normals) {
    Map<String, Double> byTask = new LinkedHashMap<>();
    byTask.put("seg", seg);
    byTask.put("depth", depth);
    byTask.put("normals", normals);
    return byTask;
  }

  private static String sentence(List<Contender> contenders, Optional<SingleTasks> single) {
    return Recommendation.of(contenders, single, List.of("seg", "depth", "normals"), "multiply-adds", 100, 302).sentence();
  }

  @Test
  void theSentenceRecommendsATree() {
    Contender tree = new Contender(Contender.Kind.TREE, "depth leaves at conv10", 130, 0.014, 0.003, byTask(-0.001, 0.030, 0.013));
    assertThat(sentence(List.of(tree), Optional.empty())).isEqualTo("take THE TREE where depth leaves at conv10: +1.4 % ± 0.3 % over hard sharing on validation "
        + "(seg -0.1, depth +3.0, normals +1.3) for 1.30x its multiply-adds, 43 % of three single-task models");
  }

  @Test
  void theSentenceRecommendsHardSharing() {
    Contender tree = contender("depth leaves at conv11", 115, 0.002, 0.003);
    Contender dearer = contender("all part at conv11", 130, 0.001, 0.003);
    assertThat(sentence(List.of(tree, dearer), Optional.empty())).isEqualTo("take HARD SHARING: no tree up to 1.30x its multiply-adds was better by more than its "
        + "error on validation (best: depth leaves at conv11, +0.2 % ± 0.3 %, 1.15x)");
    assertThat(sentence(List.of(), Optional.empty())).isEqualTo("take HARD SHARING: there is no other way to share to compare it with");
  }

  @Test
  void theSentenceTellsOfWhatASearchHasFound() {
    Contender found = new Contender(Contender.Kind.FOUND, "the found model", 280, 0.021, 0.004, Map.of());
    assertThat(sentence(List.of(found), Optional.empty()))
        .isEqualTo("take THE FOUND MODEL: +2.1 % ± 0.4 % over hard sharing on validation for 2.80x its multiply-adds, 93 % of three single-task models");
    Contender chance = new Contender(Contender.Kind.FOUND, "the found model", 280, 0.005, 0.004, Map.of());
    assertThat(sentence(List.of(chance), Optional.empty())).isEqualTo("take HARD SHARING: nothing else up to 2.80x its multiply-adds was better by more than its error on "
        + "validation (best: the found model, +0.5 % ± 0.4 %, 2.80x)");
  }

  @Test
  void theSentenceRecommendsAModelOfItsOwnForATaskThatSharingCosts() {
    Contender tree = new Contender(Contender.Kind.TREE, "depth leaves at conv10", 130, 0.002, 0.003, byTask(0, 0, 0.01));
    SingleTasks single = new SingleTasks(byTask(-0.02, 0.001, 0.05), byTask(0.005, 0.005, 0.005));
    assertThat(sentence(List.of(tree), Optional.of(single))).isEqualTo("take SINGLE-TASK MODELS for normals: sharing costs 4.0 % at any branch point; for seg and depth "
        + "take HARD SHARING: no tree up to 1.30x its multiply-adds was better by more than its error on validation (best: depth leaves at conv10, +0.2 % ± 0.3 %, 1.30x)");
    assertThatThrownBy(() -> new SingleTasks(Map.of("seg", 0.1), Map.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
