package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.golden.Quirk;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Layer;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How published supermodels behave in odd situations, beside how ours do; every probe is asserted by its id. */
class SuperModelQuirksGoldenTest {
  private static final int SIDE = 8;
  private static final Convolution CONV = Nets.conv("c", 3, 3, 1, 1, 1, true);

  private static final Map<String, Consumer<Quirk>> PROBES = Map.ofEntries(
      Map.entry("super.BNsp_False", quirk -> {
        SuperModel model = twoTasks(BatchNormPolicy.SEARCH, CONV, Nets.norm("n"));
        assertThat(quirk.failed()).isTrue();
        assertThat(model.policyNodes()).extracting(PolicyNode::layer).containsExactly(0, 1);
        assertThat(shape(model, Stage.SOFT, "a")).isEqualTo(List.of(2, 3, SIDE, SIDE));
        quirk.departs("BatchNorms can have policies");
      }),
      Map.entry("super.BNsp_False_one_task", quirk -> {
        Backbone backbone = Nets.chain(3, CONV, Nets.norm("n"));
        quirk.same(List.of(backbone.depth(0, true), backbone.depth(1, true)), numbers(quirk.result()));
      }),
      Map.entry("super.one_task_has_no_task_parts", quirk -> quirk.same(names(oneTask(CONV)), texts(quirk.result()))),
      Map.entry("super.one_task_mtl", quirk -> oneTaskWorks(quirk, Stage.SOFT)),
      Map.entry("super.one_task_pre_train_all", quirk -> oneTaskWorks(quirk, Stage.PRE_TRAIN)),
      Map.entry("super.no_task", quirk -> quirk.same(shape(twoTasks(CONV), Stage.COMMON, "a"), numbers(quirk.result()))),
      Map.entry("super.no_task_mtl", quirk -> {
        assertThatThrownBy(() -> TaskGraphs.build(twoTasks(CONV), Stage.SOFT, List.of(), false, SIDE, SIDE, Optional.empty()))
            .hasMessageContaining("at least one task");
        quirk.same("refused", quirk.failed() ? "refused" : "built");
      }),
      Map.entry("super.combined_alias", quirk -> {
        // One averaging stage there under two names is one stage here.
        quirk.same(Stream.of(Stage.values()).filter(s -> s != Stage.COMMON && s != Stage.TASK_SPECIFIC && s != Stage.SOFT && s != Stage.HARD).toList()
            .equals(List.of(Stage.PRE_TRAIN)), quirk.result().asBoolean());
      }),
      Map.entry("super.unknown_stage", quirk -> {
        assertThatThrownBy(() -> Stage.valueOf("NO_SUCH_STAGE")).isInstanceOf(IllegalArgumentException.class);
        quirk.same("refused", quirk.failed() ? "refused" : "computed");
      }),
      Map.entry("super.branches_of_grouped_conv", SuperModelQuirksGoldenTest::skips),
      Map.entry("super.unpadded_conv_same_channels", quirk -> twoChoices(quirk, new Convolution("c", 3, 3, 1, 0, 1, 1, true))),
      Map.entry("super.unpadded_conv_other_channels", quirk -> twoChoices(quirk, new Convolution("c", 4, 3, 1, 0, 1, 1, true))),
      Map.entry("super.unpadded_conv_hard", quirk -> {
        SuperModel model = twoTasks(new Convolution("c", 3, 3, 1, 0, 1, 1, true));
        for (Branch branch : List.of(Branch.SHARED, Branch.SPECIFIC)) {
          assertThat(hard(model, branch)).isEqualTo(numbers(quirk.result().get(branch.ordinal())));
        }
        assertThatThrownBy(() -> hard(model, Branch.SKIP)).isInstanceOf(InvalidInputException.class);
        quirk.departs("where the skip branch gives another size the layer cannot be skipped");
      }),
      Map.entry("super.argmax_ties", quirk -> {
        double[][] logits = {{1, 1, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
        SuperModel model = twoTasks(CONV);
        List<Integer> chosen = Arrays.stream(logits).map(row -> {
          model.parameters().set(ParameterNames.policy("a"), Nd4j.createFromArray(row).reshape(1, 3));
          return Architecture.argmax(model).branch("a", 0).ordinal();
        }).toList();
        quirk.same(chosen, numbers(quirk.result()));
      }),
      Map.entry("super.depth", quirk -> {
        Backbone backbone = Nets.chain(3, CONV, Nets.norm("n"), Nets.conv("d", 3, 3, 1, 1, 1, true), Nets.relu("r"));
        quirk.same(backbone.nodes().stream().map(node -> backbone.depth(node.index(), false)).toList(), numbers(quirk.result()));
      }),
      Map.entry("super.bn_in_pre_train_all", quirk -> {
        SuperModel model = twoTasks(Nets.norm("n"));
        INDArray mean = output(model, Stage.COMMON, "a").add(output(model, Stage.TASK_SPECIFIC, "a")).div(2);
        double difference = output(model, Stage.PRE_TRAIN, "a").sub(mean).amaxNumber().doubleValue();
        quirk.close(Math.abs(difference - quirk.result().get(0).asDouble()), 2e-6);
      }),
      Map.entry("super.policies_of_bn", quirk -> {
        SuperModel model = twoTasks(CONV, Nets.norm("n"));
        quirk.same(names(model).stream().filter(n -> n.contains(".policy.")).toList(), texts(quirk.result()));
        assertThat(model.policyNodes()).extracting(PolicyNode::layer).as("nothing reads those of the BatchNorm").containsExactly(0);
      }),
      Map.entry("super.state_dict_order", quirk -> {
        SuperModel model = SuperModel.builder(Nets.chain(3, CONV, Nets.norm("n"))).task(Task.of("a", TaskKind.EDGES, 2), TaskHead.conv1x1())
            .task(Task.of("b", TaskKind.EDGES, 2), TaskHead.conv1x1()).build();
        quirk.same(names(model), texts(quirk.result()));
      }),
      Map.entry("super.policy_reg_idx", quirk -> {
        assertThat(quirk.failed()).isTrue();
        assertThat(PolicyRegulariser.class.getMethods()).filteredOn(m -> m.getName().equals("build")).singleElement()
            .satisfies(m -> assertThat(m.getParameterCount()).isEqualTo(6));
        quirk.departs("the regulariser always counts all layers; there is no option to fail");
      }),
      Map.entry("super.policy_reg_no_conv", quirk -> {
        SameDiff sd = SameDiff.create();
        SuperModel model = twoTasks(Nets.relu("r"));
        double value = sd.outputSingle(Map.of(), PolicyRegulariser.build(sd, model, "a", "g", "tau", 6).name()).getDouble();
        quirk.same("tensor(" + (int) value + ")", quirk.result().asText());
        assertThat(value).isZero();
      }),
      Map.entry("super.plain_dict_heads", quirk -> {
        SuperModel model = SuperModel.builder(Nets.chain(3, CONV)).task(Task.of("a", TaskKind.EDGES, 2), TaskHead.conv1x1()).build();
        assertThat(texts(quirk.result())).isEmpty();
        assertThat(names(model)).contains("headsDict.a.weight", "headsDict.a.bias");
        quirk.departs("heads are always part of the model");
      }),
      Map.entry("super.initial_weights", quirk -> {
        SuperModel model = twoTasks(CONV);
        Map<Boolean, INDArray> w = Map.of(true, model.parameters().get(ParameterNames.layer(0, Branch.SHARED, "", "weight")),
            false, model.parameters().get(ParameterNames.layer(0, Branch.SPECIFIC, "a", "weight")));
        List<Double> logits = Arrays.stream(model.parameters().get(ParameterNames.policy("a")).toDoubleVector()).boxed().toList();
        quirk.same(List.of(w.get(true).equals(w.get(false)), logits),
            List.of(quirk.result().get(0).asBoolean(), StreamSupport.stream(quirk.result().get(1).spliterator(), false).map(JsonNode::asDouble).toList()));
      }),
      Map.entry("super.task_named_policy", quirk -> {
        Backbone backbone = Nets.chain(3, CONV);
        SuperModel model = SuperModel.builder(backbone).task(Nets.wide("policy_x", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD).build();
        assertThat(texts(quirk.result())).contains("net.0.taskOp.policy_x.weight");
        assertThat(model.parameters().all()).filteredOn(p -> p.role() == Role.CHOICE).extracting(p -> p.name())
            .containsExactlyInAnyOrder(ParameterNames.policy("policy_x"), ParameterNames.policy("b"));
        assertThat(model.parameters().parameter(ParameterNames.layer(0, Branch.SPECIFIC, "policy_x", "weight")).role()).isEqualTo(Role.WEIGHT);
        quirk.departs("what is frozen goes by role, not by a part of the name");
      }));

  @TestFactory
  Stream<DynamicTest> everyProbeOfSuperModels() {
    return Quirk.of(Quirk.Group.SUPER_MODEL).stream().map(quirk -> DynamicTest.dynamicTest(quirk.id(), () -> {
      assertThat(PROBES).as("the probes that are asserted here").containsKey(quirk.id());
      PROBES.get(quirk.id()).accept(quirk);
    }));
  }

  private static SuperModel twoTasks(Layer... layers) {
    return twoTasks(BatchNormPolicy.TASK_SPECIFIC, layers);
  }

  private static SuperModel twoTasks(BatchNormPolicy policy, Layer... layers) {
    Backbone backbone = Nets.chain(3, layers);
    return SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD).batchNormPolicy(policy).build();
  }

  private static SuperModel oneTask(Layer... layers) {
    Backbone backbone = Nets.chain(3, layers);
    return SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).build();
  }

  private static void oneTaskWorks(Quirk quirk, Stage stage) {
    SuperModel model = oneTask(CONV);
    assertThat(quirk.failed()).isTrue();
    assertThat(output(model, stage, "a")).isEqualTo(output(model, Stage.COMMON, "a"));
    quirk.departs("with one task every stage is the plain backbone and head");
  }

  /** A layer whose skip branch gives another size. */
  private static void twoChoices(Quirk quirk, Layer layer) {
    SuperModel model = twoTasks(layer);
    assertThat(quirk.failed()).isTrue();
    assertThat(model.policyNodes().get(0).choices()).containsExactly(Branch.SHARED, Branch.SPECIFIC);
    int channels = ((Convolution) layer).outputs();
    for (Stage stage : List.of(Stage.PRE_TRAIN, Stage.SOFT)) {
      assertThat(shape(model, stage, "a")).isEqualTo(List.of(2, channels, SIDE - 2, SIDE - 2));
    }
    quirk.departs("the layer has two choices, shared and specific");
  }

  /** The skip branch as PyTorch prints it: of a grouped convolution, of a depthwise one with a stride, and of one that changes nothing. */
  private static void skips(Quirk quirk) {
    Layer[] layers = {Nets.conv("grouped", 6, 3, 1, 1, 3, true), Nets.conv("depthwise", 6, 3, 2, 1, 6, true), Nets.conv("same", 6, 3, 1, 1, 6, true)};
    SuperModel model = twoTasks(layers);
    int[] inputs = {3, 6, 6};
    List<List<String>> ours = Stream.of(0, 1, 2).map(i -> {
      Convolution c = (Convolution) layers[i];
      if (SkipPath.of(c, inputs[i]) == SkipPath.IDENTITY) {
        return List.of("LazyLayer()");
      }
      String entry = "net." + i + ".dsOp.a.0.weight";
      long[] kernel = PublishedNames.of(model).stream().filter(e -> e.name().equals(entry)).findFirst().orElseThrow().shape();
      assertThat(model.parameters().contains(ParameterNames.layer(i, Branch.SKIP, "a", ParameterNames.BIAS))).isFalse();
      long channels = model.parameters().get(ParameterNames.layer(i, Branch.SKIP, "a", ParameterNames.GAMMA)).length();
      return List.of("Conv2d(" + kernel[1] + ", " + kernel[0] + ", kernel_size=(" + kernel[2] + ", " + kernel[3] + "), stride=(" + c.stride() + ", "
          + c.stride() + "), bias=False)", "BatchNorm2d(" + channels + ", eps=1e-05, momentum=" + SkipPath.MOMENTUM + ", affine=True, track_running_stats=True)",
          "LazyLayer()");
    }).toList();
    assertThat(SkipPath.EPSILON).isEqualTo(1e-5);
    quirk.same(ours, StreamSupport.stream(quirk.result().spliterator(), false).map(SuperModelQuirksGoldenTest::texts).toList());
  }

  private static List<Integer> hard(SuperModel model, Branch branch) {
    Architecture architecture = Architecture.uniform(model, Branch.SHARED).with("a", 0, branch);
    TaskGraph graph = TaskGraphs.build(model, Stage.HARD, List.of("a"), false, SIDE, SIDE, Optional.of(architecture));
    return shape(run(graph, "a"));
  }

  private static List<Integer> shape(SuperModel model, Stage stage, String task) {
    return shape(output(model, stage, task));
  }

  private static List<Integer> shape(INDArray array) {
    return Arrays.stream(array.shape()).mapToObj(n -> (int) n).toList();
  }

  private static INDArray output(SuperModel model, Stage stage, String task) {
    Nets.randomise(model, 1);
    return run(TaskGraphs.build(model, stage, task, false, SIDE, SIDE), task);
  }

  private static INDArray run(TaskGraph graph, String task) {
    Map<String, INDArray> inputs = new HashMap<>(Map.of(graph.input(), Nets.random(DataType.FLOAT, 7, 2, 3, SIDE, SIDE)));
    graph.noise().values().forEach(noise -> inputs.put(noise, Nd4j.zeros(DataType.FLOAT, graph.sameDiff().getVariable(noise).getShape())));
    graph.temperature().ifPresent(t -> inputs.put(t, Nd4j.scalar(DataType.FLOAT, 1)));
    return Nets.run(graph, inputs, List.of(graph.features().get(task))).get(graph.features().get(task));
  }

  private static List<String> names(SuperModel model) {
    return PublishedNames.of(model).stream().map(PublishedEntry::name).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<Integer> numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }
}
