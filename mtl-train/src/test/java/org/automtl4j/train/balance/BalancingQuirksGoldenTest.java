package org.automtl4j.train.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.train.balance.StepHarness.Outcome;
import org.automtl4j.train.balance.method.CaGrad;
import org.automtl4j.train.balance.method.FairGrad;
import org.automtl4j.train.balance.method.GradVac;
import org.automtl4j.train.balance.method.Imtl;
import org.automtl4j.train.balance.method.Mgda;
import org.automtl4j.train.balance.method.MoCo;
import org.automtl4j.train.balance.method.NashMtl;
import org.automtl4j.train.balance.method.RepresentationGradDrop;
import org.automtl4j.train.balance.method.Ridge;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.balance.method.TaskOwn;
import org.automtl4j.train.balance.method.UpGrad;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/** How published balancing behaves in odd situations, and what ours does there instead; every probe is asserted by its id, or stands here with the reason why it cannot be. */
class BalancingQuirksGoldenTest {
  private static final String FILE = "balancing/quirks.json";
  /** The rows of most probes. */
  private static final double[][] J = {{1, 0, 0.2, 0}, {-0.5, 1, 0, 0.1}, {-0.6, -0.4, 1, 0}};
  private static final double[][] WITH_ZERO = {J[0], {0, 0, 0, 0}, J[2]};
  private static final double[][] OPPOSED = {{1, 0, 0, 0}, {-0.5, 1, 0, 0}};

  private static final String OTHER_ROOM = "is about an architecture, not about balancing: it belongs to the tests of fixed architectures";
  private static final String NO_REP_GRAD = "there is no option rep_grad: gradients are those of the shared parameters, so that no method leaves an encoder without one";

  private static final Map<String, String> NOT_APPLICABLE = Map.ofEntries(Map.entry("rep_grad_ExcessMTL", NO_REP_GRAD), Map.entry("rep_grad_EW", NO_REP_GRAD),
      Map.entry("rep_grad_UW", NO_REP_GRAD), Map.entry("rep_grad_DWA", NO_REP_GRAD), Map.entry("rep_grad_MGDA", NO_REP_GRAD),
      Map.entry("aligned_symeig", "a function that PyTorch has dropped; eigenvalues are computed here"), Map.entry("mtan_attention_EW", OTHER_ROOM),
      Map.entry("mtan_attention_PCGrad", OTHER_ROOM), Map.entry("mtan_attention_CAGrad", OTHER_ROOM), Map.entry("cross_stitch_start", OTHER_ROOM),
      Map.entry("ltb_evaluation", OTHER_ROOM), Map.entry("dselect_regulariser", OTHER_ROOM), Map.entry("cgc_experts", OTHER_ROOM));

  private static final Map<String, Consumer<Probe>> PROBES = probes();

  private static Map<String, Consumer<Probe>> probes() {
    Map<String, Consumer<Probe>> probes = new HashMap<>();
    probes.put("gls_reported", p -> p.right(weigh(Balancing.gls(), new double[][] {{1, 0, 0, 0}, {-0.5, 1, 0, 0}}, 2, 8)));
    probes.put("gls_underflow", p -> {
      double[] w = weigh(Balancing.gls(), J, 1e-20, 1e-20, 1e-20).weights();
      p.close(w, 1.0 / 3, 1.0 / 3, 1.0 / 3);
    });
    probes.put("mgda_large", p -> p.right(weigh(Balancing.mgda(), scaled(J, 1e5))));
    probes.put("mgda_vertex", p -> p.right(weigh(Balancing.mgda(), new double[][] {{1, 0, 0, 0}, {3, 0.1, 0, 0}})));
    probes.put("mgda_zero_l2", p -> p.right(weigh(new Mgda(Mgda.Normalization.L2), WITH_ZERO)));
    probes.put("mgda_zero_loss", p -> p.right(weigh(new Mgda(Mgda.Normalization.LOSS_L2), WITH_ZERO)));
    probes.put("mgda_rep_batch_sum", p -> {
      // The gradients of a representation, [B, F], are rows of B F numbers: nothing is summed over the batch.
      double[][] right = StreamSupport.stream(p.json().get("gramian_right").spliterator(), false).map(Probe::doubles).toArray(double[][]::new);
      GramianWeighting mgda = (GramianWeighting) Balancing.mgda().create(setup(2));
      p.close(mgda.weights(Gramian.of(right), losses(1, 1)), Probe.doubles(p.json().get("right_weights")));
    });
    probes.put("imtl_zero", p -> p.right(weigh(new Imtl(true), WITH_ZERO)));
    probes.put("imtl_equal", p -> p.right(weigh(new Imtl(true), new double[][] {OPPOSED[0], OPPOSED[0], OPPOSED[1]})));
    for (String scale : List.of("1", "0.01", "0.001", "0.0001")) {
      double factor = Double.parseDouble(scale);
      probes.put("cagrad_scale_" + scale, p -> p.scaled(weigh(Balancing.cagrad(0.5), scaled(J, factor)), factor));
      probes.put("upgrad_scale_" + scale, p -> p.scaled(weigh(new UpGrad(Ridge.TRACE, 1e-4), scaled(J, factor)), factor));
      probes.put("pcgrad_scale_" + scale, p -> p.scaled(weigh(Balancing.pcgrad(), scaled(J, factor)), factor));
    }
    probes.put("cagrad_reported", p -> p.right(weigh(new CaGrad(0.5, CaGrad.Rescale.SQUARE), J)));
    probes.put("cagrad_stationary", p -> p.right(weigh(new CaGrad(0.5, CaGrad.Rescale.NONE), new double[][] {{1, 0, 0, 0}, {-2, 0, 0, 0}})));
    for (String scale : List.of("1", "30", "1000")) {
      probes.put("nash_scale_" + scale, p -> p.right(weigh(new NashMtl(1, 1, TaskOwn.WEIGHTED), scaled(J, Double.parseDouble(scale)))));
    }
    probes.put("nash_zero", p -> p.right(weigh(new NashMtl(1, 1, TaskOwn.WEIGHTED), WITH_ZERO)));
    probes.put("fairgrad_zero", p -> p.right(weigh(new FairGrad(1, TaskOwn.WEIGHTED), WITH_ZERO)));
    probes.put("fairgrad_scale", p -> p.right(weigh(new FairGrad(1, TaskOwn.WEIGHTED), scaled(J, 1e-3))));
    probes.put("moco_softmax", BalancingQuirksGoldenTest::moco);
    probes.put("aligned_zero", p -> p.right(weigh(Balancing.alignedMtl(), new double[3][4])));
    probes.put("stch_resumed", p -> {
      SmoothTchebycheff stch = new SmoothTchebycheff(1, 0, OptionalLong.of(1));
      LossWeighting first = (LossWeighting) stch.create(setup(2));
      first.weights(losses(1, 2));
      LossWeighting resumed = (LossWeighting) stch.create(setup(2));
      resumed.restore(first.state());
      StepLosses next = new StepLosses(StepHarness.names(2), new double[] {0.5, 2}, 1, new GivenDraws(new double[0], new double[0], new int[0][]));
      p.close(resumed.weights(next), first.weights(next));
    });
    probes.put("excess_zero", p -> {
      Balancer excess = Balancing.excessMtl().create(setup(3));
      try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(3), 4)) {
        harness.step(excess, losses(1, 1, 1), WITH_ZERO);
        Outcome second = harness.step(excess, losses(1, 1, 1), WITH_ZERO);
        assertThat(second.weights()[1]).isLessThan(1).isPositive();
        p.close(new double[] {Arrays.stream(second.weights()).sum()}, 3);
      }
      excess.close();
    });
    probes.put("graddrop_tiny", p -> {
      double[] tiny = Probe.doubles(p.json().get("right"));
      double[] half = Arrays.stream(tiny).map(x -> x / 2).toArray();
      double[] ones = Arrays.stream(tiny).map(x -> 1).toArray();
      double[] high = Arrays.stream(tiny).map(x -> 0.9).toArray();
      p.close(RepresentationGradDrop.combine(new double[][] {ones}, new double[][][] {{half}, {half}}, high, 0)[0], tiny);
    });
    probes.put("sdmgrad_heads", p -> {
      for (Balancing balancing : List.of(Balancing.sdmGrad(), Balancing.moDo())) {
        Balancer balancer = balancing.create(setup(3));
        try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(3), 4)) {
          p.close(harness.step(balancer, losses(1, 1, 1), J, J, J).own(), Probe.doubles(p.json().get("modo")));
        }
      }
    });
    probes.put("state_not_saved", p -> {
      Map<String, Balancing> named = Map.of("DB_MTL", Balancing.dbMtl(), "ExcessMTL", Balancing.excessMtl(), "FAMO", Balancing.famo(), "GradVac", Balancing.gradVac(),
          "MoCo", Balancing.moCo(), "MoDo", Balancing.moDo(), "Nash_MTL", Balancing.nashMtl(), "SDMGrad", Balancing.sdmGrad());
      p.json().get("published").fieldNames().forEachRemaining(name -> {
        Balancer balancer = named.get(name).create(setup(3));
        try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(3), 4)) {
          harness.step(balancer, losses(1, 1, 1), J, J, J);
          p.same(!balancer.state().numbers().isEmpty(), true);
        }
        balancer.close();
      });
    });
    probes.put("reports_no_weights", p -> {
      for (Balancing balancing : List.of(Balancing.famo(), Balancing.gradDrop(), Balancing.sdmGrad())) {
        Balancer balancer = balancing.create(setup(3));
        try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(3), 4)) {
          p.same(harness.step(balancer, losses(1, 1, 1), J, J, J).weights().length, 3);
        }
      }
    });
    probes.put("bilevel_defaults", p -> {
      for (Balancing balancing : List.of(Balancing.moml(), Balancing.autoLambda())) {
        p.close(((LookAheadWeighting) balancing.create(setup(2))).weights(losses(1, 1)), 0.5, 0.5);
      }
    });
    probes.put("gradvac_rounding", p -> {
      RandomStream random = RandomStream.of(1, "parallel pairs");
      int finite = 0;
      for (int pair = 0; pair < 200; pair++) {
        double[] one = IntStream.range(0, 16).mapToDouble(i -> (float) random.nextGaussian()).toArray();
        double[] other = Arrays.stream(one).map(x -> (float) (3 * x)).toArray();
        Balancer vac = new GradVac(0.5, GradVac.Groups.WHOLE).create(setup(2));
        try (StepHarness harness = new StepHarness(DataType.FLOAT, StepHarness.names(2), 16)) {
          for (int step = 0; step < 3; step++) {
            finite += Arrays.stream(harness.step(vac, losses(1, 1), new double[][] {one, other}).combined()).allMatch(Double::isFinite) ? 1 : 0;
          }
        }
      }
      p.same(finite, 600);
    });
    return Map.copyOf(probes);
  }

  /** One probe. */
  record Probe(String id, JsonNode json) {
    static double[] doubles(JsonNode array) {
      return StreamSupport.stream(array.spliterator(), false).mapToDouble(GoldenFolder::number).toArray();
    }

    /** All that the right answer has. */
    void right(Outcome found) {
      JsonNode right = json.get("right");
      close(found.combined(), doubles(right.get("combined")));
      if (right.has("weights") && Arrays.stream(doubles(right.get("combined"))).anyMatch(x -> x != 0)) {
        close(found.weights(), doubles(right.get("weights")));
      }
      close(found.own(), doubles(right.get("head")));
    }

    void scaled(Outcome found, double factor) {
      close(Arrays.stream(found.combined()).map(x -> x / factor).toArray(), doubles(json.get("right")));
    }

    void close(double[] found, double... expected) {
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      GoldenReport.close("balancing/quirks/" + id, json.get("what").asText(), GoldenReport.difference(found, expected), Math.max(largest, 1e-9) * 1e-9);
    }

    void same(Object found, Object expected) {
      GoldenReport.same("balancing/quirks/" + id, json.get("what").asText(), found, expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyProbeOfBalancing() {
    GoldenFolder.needs(FILE);
    return GoldenFolder.json(FILE).properties().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
      if (NOT_APPLICABLE.containsKey(entry.getKey())) {
        GoldenReport.mended("balancing/quirks/" + entry.getKey(), entry.getValue().get("what").asText(), "not applicable: " + NOT_APPLICABLE.get(entry.getKey()));
        return;
      }
      assertThat(PROBES).as("the probes that are asserted here").containsKey(entry.getKey());
      PROBES.get(entry.getKey()).accept(new Probe(entry.getKey(), entry.getValue()));
    }));
  }

  private static void moco(Probe probe) {
    double[] found = {};
    for (MoCo.Simplex simplex : MoCo.Simplex.values()) {
      Balancer moco = new MoCo(0.5, 0.5, 0.1, 0.5, 0, simplex).create(setup(2));
      try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(2), 4)) {
        for (int step = 0; step < 200; step++) {
          found = harness.step(moco, losses(0.2, 2), OPPOSED).weights();
        }
      }
      moco.close();
      probe.close(found, Probe.doubles(probe.json().get(simplex == MoCo.Simplex.PROJECTION ? "right" : "published")));
    }
  }

  private static BalancerSetup setup(int tasks) {
    return BalancerSetup.of(StepHarness.names(tasks), 1, ScalarRule.sgd(0));
  }

  private static StepLosses losses(double... values) {
    int[][] orders = IntStream.range(0, values.length).mapToObj(t -> IntStream.range(0, values.length).toArray()).toArray(int[][]::new);
    return new StepLosses(StepHarness.names(values.length), values, 0, new GivenDraws(new double[values.length], new double[64], orders));
  }

  private static Outcome weigh(Balancing balancing, double[][] rows, double... values) {
    double[] given = values.length > 0 ? values : Arrays.stream(rows).mapToDouble(row -> 1).toArray();
    try (StepHarness harness = new StepHarness(DataType.DOUBLE, StepHarness.names(rows.length), 4)) {
      return harness.step(balancing.create(setup(rows.length)), losses(given), rows);
    }
  }

  private static double[][] scaled(double[][] rows, double factor) {
    return Arrays.stream(rows).map(row -> Arrays.stream(row).map(x -> x * factor).toArray()).toArray(double[][]::new);
  }
}
