package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.automtl4j.graph.network.StatisticsUpdate;
import org.automtl4j.graph.network.View;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.plan.InferencePlan;
import org.automtl4j.plan.TrainingPlan;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks, numbers and runs of the golden folder {@code mtlnas}. */
final class FusionGolden {
  static final String FOLDER = "mtlnas/";
  static final int CLASSES = 5;
  private static final Map<Integer, Integer> WIDTHS = Map.of(64, 3, 128, 4, 256, 5, 512, 6);

  private FusionGolden() {}

  /** A file of the folder; whoever reads one that a given folder has not got leaves itself out. */
  static JsonNode json(String name) {
    GoldenFolder.needs(FOLDER + name + ".json");
    return GoldenFolder.json(FOLDER + name + ".json");
  }

  /** Arrays of the folder, as {@link #json}. */
  static NpzFile arrays(String name) {
    GoldenFolder.needs(FOLDER + name + ".npz");
    return NpzFile.read(GoldenFolder.root().resolve(FOLDER + name + ".npz"));
  }

  /** VGG-16 at the golden data's small widths. */
  static Backbone small() {
    String text = Prototxt.write(Backbone.named("vgg16_largefov"));
    for (Map.Entry<Integer, Integer> width : WIDTHS.entrySet()) {
      text = text.replace("num_output: " + width.getKey() + " ", "num_output: " + width.getValue() + " ");
    }
    return Prototxt.parse(text, "small");
  }

  static FusionNetwork network(FusionSettings settings, DataType type) {
    return FusionNetwork.builder(small()).task(Task.segmentation("seg", CLASSES), TaskHead.largeFov(8, 0)).task(Task.normals("normal"), TaskHead.largeFov(8, 0))
        .settings(settings).dataType(type).build();
  }

  /** Names and shapes of a published state. */
  static List<Entry> entries(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(entry -> new Entry(entry.get(0).asText(), StreamSupport.stream(entry.get(1).spliterator(), false).mapToLong(JsonNode::asLong).toArray())).toList();
  }

  static FusionSettings search(FusionOperator operator, double own, double others) {
    return FusionSettings.mtlNas().withOperator(operator, new FusionStart.Scaled(own, others));
  }

  /** An entry of a published state by formula. */
  static INDArray formula(String prefix, Entry entry) {
    String name = entry.name();
    if (name.matches(".*\\.a(\\d\\d)?")) {
      return entry.shape().length == 0 ? Formula.fill(prefix + name, 1, 1).reshape() : Formula.fill(prefix + name, 1, entry.shape());
    }
    return Formula.state(prefix + name, entry.shape());
  }

  /** Statistics that go with published parameters: one pair for each BatchNorm. */
  static List<Entry> statistics(List<Entry> parameters) {
    List<Entry> statistics = new ArrayList<>();
    Set<String> names = parameters.stream().map(Entry::name).collect(Collectors.toSet());
    for (Entry entry : parameters) {
      if (entry.name().endsWith(".weight") && entry.shape().length == 1 && names.contains(entry.name().replace(".weight", ".bias"))) {
        statistics.add(new Entry(entry.name().replace(".weight", ".running_mean"), entry.shape()));
        statistics.add(new Entry(entry.name().replace(".weight", ".running_var"), entry.shape()));
      }
    }
    return statistics;
  }

  /** The numbers by formula, gates' logits among them. */
  static Parameters parameters(FusionNetwork network, List<Entry> published, String prefix) {
    FusionEntries names = new FusionEntries(network, published);
    Parameters parameters = Parameters.fresh(network, 1);
    List<Entry> all = new ArrayList<>(published);
    all.addAll(statistics(published));
    for (Entry entry : all) {
      names.write(entry, formula(prefix, entry), name -> parameters.spec(name).shape()).forEach(parameters::set);
    }
    if (parameters.contains(FusionNames.LOGITS)) {
      INDArray[] matrices = {Formula.fill(prefix + "net1_alphas", 1.5, 13, 13), Formula.fill(prefix + "net2_alphas", 1.5, 13, 13)};
      INDArray logits = parameters.get(FusionNames.LOGITS);
      for (int e = 0; e < logits.length(); e++) {
        Edge edge = network.space().edges().get(e);
        logits.putScalar(e, matrices[network.space().tasks().indexOf(edge.target())].getDouble(edge.targetSite(), edge.sourceSite()));
      }
    }
    return parameters;
  }

  static GraphRequest request(View view, Mode mode, long... input) {
    return new GraphRequest(view, List.of("seg", "normal"), mode, (int) input[2], (int) input[3]);
  }

  /** What is fed for one kind of gates. */
  static Map<String, INDArray> gates(String kind, double temperature, double[] uniforms) {
    Map<String, INDArray> feeds = new HashMap<>();
    boolean relaxed = kind.equals("gumbel");
    double[] noise = new double[uniforms.length];
    if (relaxed || kind.equals("bernoulli")) {
      double least = Math.pow(2, -23);
      for (int i = 0; i < noise.length; i++) {
        double u = Math.min(Math.max(uniforms[i], least), 1 - least);
        noise[i] = (relaxed ? 1 : -1) * (Math.log(u) - Math.log1p(-u));
      }
    }
    feeds.put("gates.noise", Nd4j.createFromArray(noise));
    feeds.put("temperature", Nd4j.scalar(relaxed ? temperature : 1));
    feeds.put("gates.hard", Nd4j.scalar(kind.equals("sigmoid") || relaxed ? 0.0 : 1.0));
    feeds.put("gates.forced", Nd4j.scalar(kind.equals("all") ? 1.0 : 0.0));
    return feeds;
  }

  /** Values of an evaluation. */
  static Map<String, INDArray> evaluate(NetworkGraph graph, INDArray input, Map<String, INDArray> feeds, List<String> wanted) {
    try (InferencePlan plan = InferencePlan.builder(graph.sameDiff()).input(graph.input(), input.shape()).outputs(wanted).build()) {
      plan.input(graph.input()).assign(input);
      for (Feed feed : graph.feeds()) {
        plan.input(feed.placeholder()).assign(feeds.get(feed.placeholder()).castTo(input.dataType()));
      }
      plan.run();
      Map<String, INDArray> values = new LinkedHashMap<>();
      wanted.forEach(name -> values.put(name, plan.value(name).dup('c')));
      return values;
    }
  }

  /** Values and gradients of a training step. */
  record Step(double loss, Map<String, INDArray> values, Map<String, INDArray> gradients, Map<String, INDArray> statistics) {}

  static Step step(NetworkGraph graph, Parameters parameters, INDArray input, Map<String, INDArray> feeds, SDVariable loss, List<String> wanted) {
    List<String> trained = graph.parameters().stream().filter(name -> parameters.spec(name).role() != Role.STATISTIC).toList();
    List<String> kept = new ArrayList<>(wanted);
    graph.statistics().forEach(update -> kept.addAll(List.of(update.batchMean(), update.batchVariance())));
    TrainingPlan.Builder builder = TrainingPlan.builder(graph.sameDiff()).input(graph.input(), input.shape()).loss(loss.name()).gradientsOf(trained).keep(kept);
    for (Feed feed : graph.feeds()) {
      if (feed instanceof Feed.SampleMask) {
        builder.input(feed.placeholder(), feeds.get(feed.placeholder()).shape());
      }
    }
    try (TrainingPlan plan = builder.build()) {
      if (plan.inputs().contains(graph.input())) { // an operator alone has features of its own
        plan.input(graph.input()).assign(input);
      }
      for (Feed feed : graph.feeds()) {
        if (plan.inputs().contains(feed.placeholder())) {
          plan.input(feed.placeholder()).assign(feeds.get(feed.placeholder()).castTo(input.dataType()));
        }
      }
      plan.forward();
      Map<String, INDArray> values = new LinkedHashMap<>();
      wanted.forEach(name -> values.put(name, plan.value(name).dup('c')));
      double value = plan.loss();
      Map<String, INDArray> statistics = new HashMap<>();
      for (StatisticsUpdate update : graph.statistics()) {
        double n = (double) input.size(0) * update.positions();
        INDArray mean = parameters.get(update.runningMean()).mul(1 - update.momentum()).add(plan.value(update.batchMean()).mul(update.momentum()));
        INDArray variance = parameters.get(update.runningVariance()).mul(1 - update.momentum()).add(plan.value(update.batchVariance()).mul(update.momentum() * n / (n - 1)));
        statistics.put(update.runningMean(), mean);
        statistics.put(update.runningVariance(), variance);
      }
      plan.backward();
      Map<String, INDArray> gradients = new HashMap<>();
      plan.gradients().forEach(name -> gradients.put(name, plan.gradient(name).dup('c')));
      trained.forEach(name -> gradients.computeIfAbsent(name, n -> Nd4j.zeros(parameters.get(n).dataType(), parameters.get(n).shape())));
      return new Step(value, values, gradients, statistics);
    }
  }

  /** Compares entries with their digests: sum, sum of absolute values, first, middle and last number. */
  static void checkDigests(
      String name, FusionEntries names, JsonNode digests, UnaryOperator<String> entryName, Map<String, INDArray> numbers, double tolerance) {
    for (Map.Entry<String, JsonNode> entry : digests.properties()) {
      if (entry.getKey().equals("input")) {
        continue; // the image has no gradient in training
      }
      double[] values = names.read(new Entry(entryName.apply(entry.getKey()), new long[] {1}), numbers::get);
      double[] found = {Arrays.stream(values).sum(), Arrays.stream(values).map(Math::abs).sum(), values[0], values[values.length / 2], values[values.length - 1]};
      double[] published = doubles(entry.getValue());
      GoldenReport.close(name, entry.getKey(), GoldenReport.difference(found, published), 1e-5 * published[1] + values.length * tolerance);
    }
  }

  static double[] doubles(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToDouble(GoldenFolder::number).toArray();
  }

  static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  /** Many published entries, one after the other. */
  static double[] flat(FusionEntries names, List<Entry> entries, Map<String, INDArray> numbers) {
    return entries.stream().map(entry -> names.read(entry, numbers::get)).flatMapToDouble(Arrays::stream).toArray();
  }
}
