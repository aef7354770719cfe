package org.automtl4j.train.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.schedule.RateSchedules;
import org.automtl4j.train.step.ParameterLearning;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

/** Rates, temperatures and the order of steps of the published loops, and what is odd in them. */
class FusionLoopsGoldenTest {
  private static final String FILE = "mtlnas/loops.json";
  private static final double CLOSE = 1e-9;
  private static final Period TEMPERATURE = new Period(1, 0, 0, 1, 2);

  private static final Map<String, Consumer<Quirk>> PROBES = Map.ofEntries(
      Map.entry("loop.one_extra", quirk -> asManyAsAskedFor(quirk, 5)),
      Map.entry("loop.no_extra", quirk -> {
        assertThat(quirk.result().get("iterations").asInt()).isEqualTo(6);
        quirk.same(FusionTrainings.search(6, SearchSplit.Redrawn::new).size() / 2, 6);
      }),
      Map.entry("loop.complex_rate", quirk -> {
        assertThat(RateSchedules.poly(1e-3, 0.9, 6).valueAt(7, 0)).isZero();
        quirk.departs("behind its end the rate is 0");
      }),
      Map.entry("loop.checkpoint_needs_both", quirk -> quirk.departs("validations and checkpoints have intervals of their own")),
      Map.entry("loop.train_ignores_eval_interval", quirk -> quirk.departs("validations and checkpoints have intervals of their own")),
      Map.entry("loop.arch_exhausted", quirk -> {
        MultiTaskDataSet data = new SearchSplit.Redrawn(0.75).of(scenes(12), 2, 1);
        assertThat(data.size(Split.TRAIN2)).isEqualTo(data.size(Split.TRAIN1) / 2 * 2);
        quirk.departs("where the architecture's part runs out it begins again");
      }),
      Map.entry("loop.small_weight_half", quirk -> {
        MultiTaskDataSet data = new SearchSplit.Redrawn(0.25).of(scenes(12), 1, 1);
        assertThat(data.size(Split.TRAIN2)).isEqualTo(3);
        quirk.same(data.size(Split.TRAIN1), 3);
      }),
      Map.entry("loop.train_step_schedule", quirk -> {
        assertThat(MilestoneSchedule.published(1e-3, 20).valueAt(12, 0)).isLessThan(1e-3);
        quirk.departs("every schedule is there for every stage");
      }),
      Map.entry("loop.step_schedule_twice", quirk -> {
        ISchedule rates = MilestoneSchedule.published(1e-3, 10);
        assertThat(IntStream.of(5, 6, 9).mapToDouble(i -> rates.valueAt(i, 0)).toArray()).containsExactly(new double[] {1e-3, 1e-4, 1e-5}, within(1e-12));
        quirk.departs("the rate of the weights falls to a tenth each time, that of the logits follows its own schedule");
      }),
      Map.entry("loop.warmup_starts_at_zero", quirk -> {
        assertThat(RateSchedules.warmUp(RateSchedules.poly(1e-3, 0.9, 6), 3).valueAt(0, 0)).isPositive();
        quirk.departs("the first step learns, at a fraction of the rate");
      }),
      Map.entry("loop.warmup_stops_arch", quirk -> quirk.departs("the rate of the logits follows its own schedule")),
      Map.entry("loop.arch_nan_at_end", FusionLoopsGoldenTest::coldSamplesAreFinite),
      Map.entry("entropy.weight_step0", quirk -> steps(quirk, new Period(0, 10, 0, 0, 1))),
      Map.entry("aux.weight_default_period", quirk -> steps(quirk, new Period(0.4, 0, 0, 0, 1))),
      Map.entry("gate.stochastic_needs_soft", quirk -> {
        assertThat(List.of(new FusionView.Soft().id(), new FusionView.Gated().id())).doesNotHaveDuplicates();
        quirk.departs("kinds of gates are views and fed numbers, none of which excludes another");
      }),
      Map.entry("gate.retrain_flag", quirk -> {
        assertThatThrownBy(() -> new EdgeSearch(1, FusionTrainings.weights(Gates.ALL), FusionTrainings.logits(Gates.GUMBEL), new SearchSplit.Stored()))
            .isInstanceOf(InvalidInputException.class).hasMessageContaining("ALL, the super-network, is for both");
        quirk.departs("open edges are trained as a view of their own");
      }));

  private static final List<String> ROOMS = List.of("loop.", "entropy.weight_step0", "aux.weight_default_period", "gate.stochastic_needs_soft", "gate.retrain_flag");

  @TestFactory
  Stream<DynamicTest> everyProbeIsAsserted() {
    GoldenFolder.needs("mtlnas/quirks.json");
    return StreamSupport.stream(GoldenFolder.json("mtlnas/quirks.json").get("probes").spliterator(), false).map(Quirk::new)
        .filter(quirk -> ROOMS.stream().anyMatch(quirk.id()::startsWith)).map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
          assertThat(PROBES).containsKey(quirk.id());
          PROBES.get(quirk.id()).accept(quirk);
        }));
  }

  private static MultiTaskDataSet scenes(int train) {
    return SyntheticScenes.builder().size(8, 8).counts(train, 1, 1).build();
  }

  private static void asManyAsAskedFor(Quirk quirk, int steps) {
    assertThat(FusionTrainings.search(steps, SearchSplit.Redrawn::new)).hasSize(2 * steps);
    assertThat(quirk.result().get("iterations").asInt()).isEqualTo(steps + 1);
    quirk.departs("there are as many steps as are asked for");
  }

  /** Relaxed samples in the steps of the logits, down to temperature 0. */
  private static void coldSamplesAreFinite(Quirk quirk) {
    EdgeSearch.Logits cold = new EdgeSearch.Logits(new Nesterovs(0.1, 0), 0, Gates.GUMBEL, Period.constant(0), Optional.empty(), Optional.empty(), false, false);
    assertThat(FusionTrainings.logitsAfter(new EdgeSearch(3, FusionTrainings.weights(Gates.GUMBEL), cold, new SearchSplit.Redrawn(0.5)))).doesNotContain(Double.NaN);
    quirk.departs("a temperature below 0.001 acts like that");
  }

  private static void steps(Quirk quirk, Period period) {
    List<Double> published = StreamSupport.stream(quirk.result().spliterator(), false).map(JsonNode::asDouble).toList();
    quirk.same(IntStream.range(0, published.size()).mapToObj(step -> period.at(step, 20_001)).toList(), published);
  }

  @Test
  void numbersOverAPeriodArePublishedOnes() {
    GoldenFolder.needs(FILE);
    for (JsonNode poly : GoldenFolder.json(FILE).get("poly")) {
      Period period = new Period(poly.get("start").asDouble(), poly.get("end").asDouble(), poly.get("period").get(0).asDouble(), poly.get("period").get(1).asDouble(),
          poly.get("power").asDouble());
      for (int i = 0; i < poly.get("steps").size(); i++) {
        double published = GoldenFolder.number(poly.get("value").get(i));
        GoldenReport.close("mtlnas/loops/poly", period + " at " + poly.get("steps").get(i), Math.abs(period.at(poly.get("steps").get(i).asInt(), poly.get("total").asInt()) - published),
            CLOSE);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> ratesOfEveryGroupAndTemperatures() {
    GoldenFolder.needs(FILE);
    return StreamSupport.stream(GoldenFolder.json(FILE).get("small").spliterator(), false).filter(run -> run.get("error").isNull())
        .map(run -> DynamicTest.dynamicTest(run.get("id").asText(), () -> small(run, "mtlnas/loops/" + run.get("id").asText())));
  }

  private static void small(JsonNode run, String report) {
    int steps = run.get("steps").asInt();
    String id = run.get("id").asText();
    boolean search = run.get("tool").asText().equals("train_nas");
    boolean twice = id.equals("nas_step_arch_sgd");
    ISchedule curve = id.contains("cosine") ? RateSchedules.cosine(1e-3, 0, steps) : id.contains("step") ? MilestoneSchedule.published(1e-3, steps)
        : RateSchedules.poly(1e-3, 0.9, steps);
    if (id.contains("warmup") || twice) { // the warm-up's law and the schedule that is stepped twice are mended, and told among the probes
      GoldenReport.mended(report, "rates", twice ? "the rate falls to a tenth each time" : "the first step learns");
      return;
    }
    List<List<Double>> found = new ArrayList<>();
    List<List<Double>> published = new ArrayList<>();
    Nesterovs updater = new Nesterovs(curve, 0.9);
    try (ParameterLearning learning = RateFactors.PUBLISHED.learning(FusionTrainings.network(), UpdateRule.of(search ? EdgeSearch.bySteps(updater) : updater, 2.5e-4))) {
      for (int step = 0; step < steps; step++) {
        Map<String, Double> rates = learning.learningRates(search ? 2 * step + 1 : step);
        found.add(Stream.of("base", "classifierWeight", "classifierBias", "fusion").map(rates::get).toList());
        published.add(StreamSupport.stream(run.get("lr").get(step).spliterator(), false).map(JsonNode::asDouble).toList());
        GoldenReport.close(report, "temperature " + step, Math.abs(TEMPERATURE.at(step, steps) - run.get("temperature").get(step).asDouble()), CLOSE);
      }
    }
    double[] ours = found.stream().flatMap(List::stream).mapToDouble(d -> d).toArray();
    double[] theirs = published.stream().flatMap(List::stream).mapToDouble(d -> d).toArray();
    GoldenReport.close(report, "rates by group", GoldenReport.difference(ours, theirs), CLOSE);
    GoldenReport.same(report, "order of steps", (search ? "aw" : "w").repeat(steps), run.get("calls").asText().substring(0, search ? 2 * steps : steps));
  }

  @Test
  void theDefaultConfigurationAtItsLength() {
    GoldenFolder.needs(FILE);
    JsonNode run = GoldenFolder.json(FILE).get("published");
    int steps = 20_001;
    ISchedule rates = new PassSchedule(RateSchedules.poly(1e-3, 0.9, steps), 2);
    for (int i = 0; i < run.get("at").size(); i++) {
      int step = run.get("at").get(i).asInt();
      if (step < steps) {
        GoldenReport.close("mtlnas/loops/published", "rate of step " + step, Math.abs(rates.valueAt(2 * step + 1, 0) - run.get("lr_base").get(i).asDouble()), CLOSE);
        GoldenReport.close("mtlnas/loops/published", "temperature of step " + step, Math.abs(TEMPERATURE.at(step, steps) - run.get("temperature").get(i).asDouble()), CLOSE);
      }
    }
    assertThat(run.get("iterations").asInt()).isEqualTo(steps + 1);
    GoldenReport.mended("mtlnas/loops/published", "the iteration beyond STEPS", "there is none; the checkpoint that is evaluated, 20000, is the state at our end");
  }
}
