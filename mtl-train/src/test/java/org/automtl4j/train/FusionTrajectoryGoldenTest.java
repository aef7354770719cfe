package org.automtl4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.NddrAugmentation;
import org.automtl4j.data.dataset.nddr.NddrDataSet;
import org.automtl4j.data.dataset.nddr.NormalSpace;
import org.automtl4j.data.loss.AngleLoss;
import org.automtl4j.data.loss.CrossEntropyLoss;
import org.automtl4j.data.loss.LabelSizeLoss;
import org.automtl4j.data.transform.ChangedDataSet;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.FusionEntries;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNames;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionStart;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.mtlnas.SiteRule;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.train.golden.GivenBatches;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.Sources;
import org.automtl4j.train.mtlnas.EdgeSearch;
import org.automtl4j.train.mtlnas.FusionTraining;
import org.automtl4j.train.mtlnas.Gates;
import org.automtl4j.train.mtlnas.MilestoneSchedule;
import org.automtl4j.train.mtlnas.Period;
import org.automtl4j.train.mtlnas.RateFactors;
import org.automtl4j.train.schedule.RateSchedules;
import org.automtl4j.train.step.NoiseSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

/** Whole trainings by the published tools, on the same pictures, in the same order, with the same random numbers. */
class FusionTrajectoryGoldenTest {
  private static final String FOLDER = "mtlnas/traj/";
  private static final Map<Integer, Integer> WIDTHS = Map.of(64, 3, 128, 4, 256, 5, 512, 6);
  /** Trainings in which rounding decides early which of two numbers is larger: in double precision ours and theirs agree. */
  private static final Set<String> SENSITIVE = Set.of("S_Relax_D_Discre_Entropy", "supernet", "arch_sgd", "overrun");
  /** Those that every build compares; all of them where a report is asked for. */
  private static final Set<String> USUAL = Set.of("default", "S_Relax_S_Discre_Entropy", "l1_weighted", "nddr", "singletask");
  private static final String SEG = "segment_semantic";
  private static final String NORMAL = "normal";

  @TestFactory
  Stream<DynamicTest> everyTraining() {
    GoldenFolder.needs(FOLDER + "index.json", FOLDER + "uniforms.npy", FOLDER + "datasets/nyu_v2/nyu_v2_mean.npy");
    JsonNode index = GoldenFolder.json(FOLDER + "index.json");
    return StreamSupport.stream(index.get("trajectories").spliterator(), false).map(JsonNode::asText)
        .filter(id -> GoldenReport.isAskedFor() || USUAL.contains(id))
        .filter(id -> !id.contains("dropout") && !id.equals("sharedfeature")) // forced masks cannot be given to a plan; a shared trunk is hard sharing's
        .map(id -> DynamicTest.dynamicTest(id, () -> new Run(id, index).check()));
  }

  /** One training. */
  private static final class Run {
    private final String id;
    private final String report;
    private final JsonNode json;
    private final NpzFile arrays;
    private final List<Entry> layout;
    private final boolean search;
    private final int steps;
    private final FusionNetwork network;
    private final FusionEntries names;
    private final Parameters parameters;
    private final List<IterationDone> heard = new ArrayList<>();
    private final List<double[]> logits = new ArrayList<>();

    Run(String id, JsonNode index) {
      this.id = id;
      this.report = "mtlnas/traj/" + id;
      GoldenFolder.needs(FOLDER + id + ".json", FOLDER + id + ".npz");
      this.json = GoldenFolder.json(FOLDER + id + ".json");
      this.arrays = NpzFile.read(GoldenFolder.root().resolve(FOLDER + id + ".npz"));
      this.layout = entries(index.get("layouts").get(json.get("layout").asText()));
      this.search = json.get("tool").asText().equals("train_nas");
      this.steps = id.equals("overrun") ? 5 : 6;
      this.network = network();
      this.names = new FusionEntries(network, layout.stream().filter(entry -> !entry.name().contains("_alphas")).toList());
      this.parameters = Parameters.fresh(network, 1);
      String prefix = json.get("prefix").asText();
      boolean alphas = json.get("alphas_start").asText().equals("formula");
      for (Entry entry : layout) {
        if (entry.name().startsWith("net") && !entry.name().contains("_alphas")) {
          names.write(entry, state(prefix + entry.name(), entry.shape()), name -> parameters.spec(name).shape()).forEach(parameters::set);
        } else if (entry.name().contains("_alphas") && alphas) {
          INDArray matrix = fill(prefix + entry.name(), 1.5, 13, 13);
          network.space().edges().stream().filter(edge -> isOf(edge, entry)).forEach(edge -> parameters.get(FusionNames.LOGITS)
              .putScalar(network.space().place(edge), matrix.getDouble(edge.targetSite(), edge.sourceSite())));
        }
      }
    }

    private static boolean isOf(Edge edge, Entry alphas) {
      return edge.target().equals(alphas.name().startsWith("net1") ? SEG : NORMAL);
    }

    private FusionNetwork network() {
      String text = Prototxt.write(Backbone.named("vgg16_largefov"));
      for (Map.Entry<Integer, Integer> width : WIDTHS.entrySet()) {
        text = text.replace("num_output: " + width.getKey() + " ", "num_output: " + width.getValue() + " ");
      }
      boolean gentle = !search || id.equals("supernet") || id.contains("cross_stitch");
      FusionOperator operator = id.contains("cross_stitch") ? FusionOperator.CROSS_STITCH : id.endsWith("single_side") ? FusionOperator.SINGLE_SIDE : FusionOperator.NDDR;
      FusionSettings settings = (search ? FusionSettings.mtlNas() : FusionSettings.nddr())
          .withOperator(operator, gentle ? new FusionStart.Scaled(0.9, 0.1) : new FusionStart.Scaled(1, 0));
      return FusionNetwork.builder(Prototxt.parse(text, "small")).task(Task.segmentation(SEG, 5).withIgnore(IgnoreRule.values(255.0)), TaskHead.largeFov(8, 0))
          .task(Task.normals(NORMAL).withIgnore(IgnoreRule.nothing()), TaskHead.largeFov(8, 0))
          .settings(id.equals("nddr13") ? settings.withSites(new SiteRule.Convolutions()) : settings).dataType(SENSITIVE.contains(id) ? DataType.DOUBLE : DataType.FLOAT).build();
    }

    void check() {
      Path root = GoldenFolder.root().resolve(FOLDER + "datasets/nyu_v2");
      NddrDataSet data = NddrDataSet.builder(root).normals(NormalSpace.RAW_CODE).validation(0, 0).crop(33, 41).augmentation(NddrAugmentation.CROP_ONLY).build();
      TrainingListener listener = new TrainingListener() {
        @Override
        public void iterationDone(IterationDone event) {
          heard.add(event);
          logits.add(network.space().edges().isEmpty() || !search ? new double[0] : parameters.get(FusionNames.LOGITS).toDoubleVector());
        }
      };
      try (Trainer trainer = Trainer.builder(network, parameters, new FiveClasses(data, network.tasks())).sources(new Given(data)).batchSize(2)
          .loss(SEG, new LabelSizeLoss(new CrossEntropyLoss(IgnoreRule.values(255.0)))).loss(NORMAL, new LabelSizeLoss(new AngleLoss(IgnoreRule.nothing())))
          .weight(NORMAL, 20).listeners(listener).build()) {
        if (search) {
          trainer.run(edgeSearch());
        } else {
          FusionView view = id.equals("singletask") ? new FusionView.Alone() : new FusionView.Discrete(FusionArchitecture.all(network));
          RateFactors rates = id.equals("nddr_freeze_base") ? new RateFactors(10, 20, 100, true) : RateFactors.PUBLISHED;
          trainer.run(new FusionTraining("nddr", view, json.get("iterations").asInt(), weights(), decay(0), rates, Optional.empty(), false));
        }
      }
      checkLosses();
      if (search) {
        checkLogits();
      }
      if (!id.equals("overrun")) {
        checkState();
      } else {
        GoldenReport.mended(report, "the iteration beyond STEPS", "there is none");
      }
    }

    private EdgeSearch edgeSearch() {
      boolean sgd = id.equals("arch_sgd");
      JsonNode group = json.get("optimizers").get(1).get(0);
      double rate = json.get("steps").get(0).get("arch_lr").asDouble();
      IUpdater updater = sgd ? new Nesterovs(RateSchedules.poly(rate, 0.9, steps), 0.9) : new Adam(rate, 0.5, 0.999, 1e-8);
      boolean l1 = id.equals("l1_weighted");
      boolean entropy = !l1 && !id.equals("supernet") && (!id.contains("_Relax_") || id.endsWith("_Entropy"));
      EdgeSearch.Logits gates = new EdgeSearch.Logits(updater, group.get("weight_decay").asDouble(), gates("arch"), new Period(1, 0, 0, 1, 2),
          entropy ? Optional.of(new Period(0, 10, 0, 0, 1)) : Optional.empty(), l1 ? Optional.of(new Period(0, 5, 0, 0.5, 1)) : Optional.empty(), l1, false);
      return new EdgeSearch(steps, new EdgeSearch.Weights(weights(), decay(0), RateFactors.PUBLISHED, gates("weight")), gates, new SearchSplit.Stored());
    }

    private Gates gates(String kind) {
      if (id.equals("supernet")) {
        return Gates.ALL;
      }
      boolean relaxed = kind.equals("arch") ? id.startsWith("S_Relax") : !id.contains("D_Discre");
      return relaxed ? Gates.GUMBEL : Gates.SIGMOID;
    }

    private double decay(int optimizer) {
      return json.get("optimizers").get(optimizer).get(0).get("weight_decay").asDouble();
    }

    private IUpdater weights() {
      List<String> overrides = StreamSupport.stream(json.get("overrides").spliterator(), false).map(JsonNode::asText).toList();
      double base = Double.parseDouble(overrides.get(overrides.indexOf("TRAIN.LR") + 1));
      ISchedule rates = switch (id) {
        case "cosine" -> RateSchedules.cosine(base, 0, steps);
        case "step_schedule" -> MilestoneSchedule.published(base, steps);
        case "warmup" -> new FromZero(RateSchedules.poly(base, 0.9, steps), 3);
        default -> RateSchedules.poly(base, 0.9, steps);
      };
      return new Nesterovs(rates, 0.9);
    }

    /** The published warm-up, whose first step has rate 0. */
    private record FromZero(ISchedule schedule, int steps) implements ISchedule {
      private static final long serialVersionUID = 1L;

      @Override
      public double valueAt(int iteration, int epoch) {
        return schedule.valueAt(iteration, epoch) * Math.min(1, (double) iteration / steps);
      }

      @Override
      public ISchedule clone() {
        return new FromZero(schedule, steps);
      }
    }

    /** The pictures of each call, and the uniform numbers as logistic noise. */
    private final class Given implements Sources {
      private final NddrDataSet data;

      Given(NddrDataSet data) {
        this.data = data;
      }

      @Override
      public MultiDataSetIterator batches(LoopSettings settings, String stage, Split split, List<Task> tasks) {
        String kind = split == Split.TRAIN2 ? "arch" : "weight";
        List<MultiDataSet> batches = StreamSupport.stream(json.get("calls").spliterator(), false).filter(call -> call.get("kind").asText().equals(kind))
            .map(call -> batch(call.get("images"))).toList();
        return new GivenBatches(batches, Integer.MAX_VALUE);
      }

      private MultiDataSet batch(JsonNode images) {
        List<Sample> samples = StreamSupport.stream(images.spliterator(), false).map(i -> data.sample(Split.TRAIN, i.asInt(), 0)).toList();
        INDArray classes = stacked(samples, 1, s -> s.label("segment_semantic").values());
        INDArray normals = stacked(samples, 3, s -> s.label("normal").values());
        INDArray known = stacked(samples, 1, s -> s.label("normal").mask().orElseThrow());
        return new org.nd4j.linalg.dataset.MultiDataSet(new INDArray[] {stacked(samples, 3, Sample::image)}, new INDArray[] {classes, normals}, null,
            new INDArray[] {null, known});
      }

      @Override
      public NoiseSource noise(LoopSettings settings, String stage) {
        double[] uniforms = NpyFile.read(GoldenFolder.root().resolve(FOLDER + "uniforms.npy")).toDoubles();
        List<Double> noise = new ArrayList<>();
        for (JsonNode call : json.get("calls")) {
          Gates gates = gates(call.get("kind").asText());
          int first = call.get("uniforms").get(0).asInt();
          for (int i = 0; search && gates != Gates.SIGMOID && i < network.space().edges().size(); i++) {
            noise.add(gates == Gates.ALL ? 0 : logistic(uniforms[first + i]));
          }
        }
        int[] used = {0};
        return NoiseSource.replay(() -> noise.get(used[0]++));
      }
    }

    private static double logistic(double uniform) {
      double least = Math.pow(2, -23);
      double u = Math.min(Math.max(uniform, least), 1 - least);
      return Math.log(u) - Math.log1p(-u);
    }

    private void checkLosses() {
      for (int i = 0; i < heard.size(); i++) {
        JsonNode call = json.get("calls").get(i);
        double gap = json.get("loss_f64_maxdiff").get(i).asDouble();
        double one = heard.get(i).losses().get(SEG);
        double other = heard.get(i).losses().get(NORMAL);
        close(call.get("kind").asText() + " losses " + i, one, call.get("loss1").asDouble(), gap);
        close(call.get("kind").asText() + " losses " + i, other, call.get("loss2").asDouble(), gap);
        if (call.has("entropy_loss")) {
          close("entropy " + i, heard.get(i).terms().get("entropy").get("all"), call.get("entropy_loss").asDouble(), 1e-7);
          GoldenReport.close(report, "factor of entropy " + i, Math.abs(heard.get(i).scalars().get("factor.entropy") - call.get("entropy_weight").asDouble()), 1e-9);
        }
        if (call.has("l1_loss")) {
          close("open gates " + i, heard.get(i).terms().get("open").get("all"), call.get("l1_loss").asDouble(), 1e-7);
          GoldenReport.close(report, "factor of open gates " + i, Math.abs(heard.get(i).scalars().get("factor.open") - call.get("l1_weight").asDouble()), 1e-9);
        }
        if (heard.get(i).scalars().containsKey("temperature")) {
          GoldenReport.close(report, "temperature " + i, Math.abs(heard.get(i).scalars().get("temperature") - call.get("temperature").asDouble()), 1e-9);
        }
      }
    }

    private void close(String what, double found, double published, double gap) {
      GoldenReport.close(report, what, Math.abs(found - published), Math.max(2e-5 * Math.abs(published), 20 * gap));
    }

    private void checkLogits() {
      for (int step = 0; step < steps; step++) {
        JsonNode published = json.get("steps").get(step).get("alphas");
        double gap = json.get("state_f64_maxdiff").get("alphas").get(step).asDouble();
        double tolerance = Math.max(2e-6 * json.get("state_absmax").get("alphas").asDouble(), 20 * gap);
        for (int t = 0; t < 2; t++) {
          String target = t == 0 ? SEG : NORMAL;
          double[] all = logits.get(2 * step + 1);
          double[] found = network.space().edges().stream().filter(edge -> edge.target().equals(target)).mapToDouble(edge -> all[network.space().place(edge)]).toArray();
          double[] expected = StreamSupport.stream(published.get(t).spliterator(), false).mapToDouble(GoldenFolder::number).toArray();
          GoldenReport.close(report, "logits of " + target + " after step " + step, GoldenReport.difference(found, expected), tolerance);
        }
      }
    }

    private void checkState() {
      double[] state;
      if (arrays.names().contains("final")) {
        state = arrays.array("final").toDoubles();
      } else {
        double[] after = arrays.array("after").toDoubles();
        int size = after.length / json.get("iterations").asInt();
        state = Arrays.copyOfRange(after, after.length - size, after.length);
      }
      Map<String, Double> largest = new HashMap<>();
      int from = 0;
      for (Entry entry : layout) {
        int size = (int) Arrays.stream(entry.shape()).reduce(1, (a, b) -> a * b);
        double[] published = Arrays.copyOfRange(state, from, from + size);
        from += size;
        if (!entry.name().contains("_alphas")) {
          double difference = GoldenReport.difference(names.read(entry, parameters::get), published);
          largest.merge(part(entry.name()), difference, (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b));
        }
      }
      GoldenReport.same(report, "numbers of the state", from, state.length);
      largest.forEach((part, difference) -> {
        JsonNode gaps = json.get("state_f64_maxdiff").get(part);
        double tolerance = Math.max(2e-6 * json.get("state_absmax").get(part).asDouble(), 20 * gaps.get(gaps.size() - 1).asDouble());
        GoldenReport.close(report, part + " at the end", difference, tolerance);
      });
    }

    private static String part(String name) {
      if (name.endsWith("running_mean") || name.endsWith("running_var")) {
        return name.endsWith("mean") ? "bn_mean" : "bn_var";
      }
      return name.startsWith("paths") || name.startsWith("nddrs") ? "fusion" : name.contains("head") ? "head" : "stages";
    }
  }

  /** Labels of few of the 40 classes. */
  private record FiveClasses(MultiTaskDataSet data, List<Task> tasks) implements ChangedDataSet {
    @Override
    public Sample sample(Split split, int index, long epoch) {
      return data.sample(split, index, epoch);
    }

    @Override
    public String fingerprint() {
      return data.fingerprint();
    }
  }

  private static List<Entry> entries(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(entry -> new Entry(entry.get(0).asText(), StreamSupport.stream(entry.get(1).spliterator(), false).mapToLong(JsonNode::asLong).toArray())).toList();
  }

  /** [N, C, H, W]. */
  private static INDArray stacked(List<Sample> samples, int channels, Function<Sample, float[]> numbers) {
    INDArray all = Nd4j.create(DataType.FLOAT, samples.size(), channels, samples.get(0).height(), samples.get(0).width());
    IntStream.range(0, samples.size()).forEach(i -> all.slice(i)
        .assign(Nd4j.createFromArray(numbers.apply(samples.get(i))).reshape(channels, samples.get(0).height(), samples.get(0).width())));
    return all;
  }

  /** The golden data's numbers by formula, seeded by a name. */
  private static INDArray fill(String name, double scale, long... shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    long s = crc.getValue();
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      s = s * 1664525 + 1013904223 & 0xffffffffL;
      values[i] = (float) (((s >>> 8) / 16777216.0 * 2 - 1) * scale);
    }
    return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
  }

  private static INDArray state(String name, long... shape) {
    if (name.endsWith("running_var")) {
      return fill(name, 0.5, shape).addi(1);
    } else if (name.endsWith("running_mean")) {
      return fill(name, 0.1, shape);
    } else if (shape.length >= 2) {
      return fill(name, Math.sqrt(6.0 / Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b)), shape);
    }
    return name.endsWith("weight") ? fill(name, 0.25, shape).addi(1) : fill(name, 0.1, shape);
  }
}
