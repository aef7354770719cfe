package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.automtl.TaskGraphs;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.HeadScope;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MultiTaskModelTest {
  private static final INDArray IMAGES = Nets.random(DataType.FLOAT, 1, 2, 3, 30, 34);

  @Test
  void outputsAreThoseOfTheGraph() {
    try (MultiTaskModel model = Models.model(1)) {
      List<String> tasks = model.tasks().stream().map(Task::name).toList();
      TaskGraph graph = TaskGraphs.inference(Models.superModel(1), Stage.HARD, tasks, 30, 34, model.architecture());
      Map<String, INDArray> expected = Nets.run(graph, Map.of("input", IMAGES), List.copyOf(graph.predictions().values()));
      Map<String, INDArray> outputs = model.outputs(IMAGES);
      assertThat(outputs.keySet()).containsExactlyElementsOf(tasks);
      outputs.forEach((task, found) -> close(found, expected.get(graph.predictions().get(task))));
    }
  }

  @Test
  void aSavedModelPredictsTheSameBitsAndKnowsAllItKnewBefore(@TempDir Path folder) {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = Models.model(2)) {
      model.save(file);
      try (MultiTaskModel loaded = MultiTaskModel.load(file)) {
        same(loaded.outputs(IMAGES), model.outputs(IMAGES));
        assertThat(loaded.tasks()).isEqualTo(model.tasks());
        assertThat(loaded.architecture()).isEqualTo(model.architecture());
        assertThat(loaded.preprocessing()).contains(Models.PREPROCESSING);
        assertThat(loaded.info()).isEqualTo(model.info());
        assertThat(loaded.superModel().backbone()).isEqualTo(model.superModel().backbone());
        assertThat(loaded.parameters()).isEqualTo(model.parameters());
        assertThat(loaded.toString()).isEqualTo(model.toString());
      }
    }
    assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void plainDeeplearning4jRestoresTheFileAndComputesTheSame(@TempDir Path folder) throws Exception {
    try (MultiTaskModel model = Models.model(3)) {
      model.export(ModelFormat.DL4J, folder.resolve("model.zip"));
      ComputationGraph graph = ModelSerializer.restoreComputationGraph(folder.resolve("model.zip").toFile());
      INDArray[] found = graph.output(IMAGES);
      assertThat(graph.getConfiguration().getNetworkOutputs()).containsExactlyElementsOf(model.tasks().stream().map(Task::name).toList());
      int i = 0;
      for (INDArray expected : model.outputs(IMAGES).values()) {
        close(found[i++], expected);
      }
      SuperModel superModel = Models.superModel(3);
      assertThat(graph.numParams()).isEqualTo(model.parameters()).isEqualTo(ModelSize.of(superModel, Stage.HARD, model.architecture(), 30, 34).parameters());
    }
  }

  @Test
  void theEntriesOfDeeplearning4jAreThoseThatItWritesItself(@TempDir Path folder) throws Exception {
    try (MultiTaskModel model = Models.model(3)) {
      model.save(folder.resolve("model.zip"));
      ModelSerializer.writeModel(model.computationGraph(), folder.resolve("plain.zip").toFile(), false);
      try (ZipFile ours = new ZipFile(folder.resolve("model.zip").toFile()); ZipFile plain = new ZipFile(folder.resolve("plain.zip").toFile())) {
        assertThat(plain.stream().map(ZipEntry::getName)).containsExactlyInAnyOrder("configuration.json", "coefficients.bin");
        for (String name : List.of("configuration.json", "coefficients.bin")) {
          assertThat(ours.getInputStream(ours.getEntry(name)).readAllBytes()).isEqualTo(plain.getInputStream(plain.getEntry(name)).readAllBytes());
        }
      }
    }
  }

  @Test
  void equalModelsGiveEqualBytesAndOthersDoNot(@TempDir Path folder) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (long seed : new long[] {4, 4, 5}) {
      try (MultiTaskModel model = Models.model(seed)) {
        model.save(folder.resolve("model.zip"));
        files.add(Files.readAllBytes(folder.resolve("model.zip")));
      }
    }
    assertThat(files.get(0)).isEqualTo(files.get(1)).isNotEqualTo(files.get(2));
  }

  @Test
  void predictingChangesNoBitOfWhatIsSaved(@TempDir Path folder) throws Exception {
    try (MultiTaskModel model = Models.model(4)) {
      model.save(folder.resolve("before.zip"));
      Map<String, INDArray> numbers = new LinkedHashMap<>();
      model.superModel().parameters().all().forEach(p -> numbers.put(p.name(), p.array().dup()));
      model.outputs(IMAGES);
      model.outputs(IMAGES, "depth");
      model.save(folder.resolve("after.zip"));
      assertThat(folder.resolve("after.zip")).hasSameBinaryContentAs(folder.resolve("before.zip"));
      numbers.forEach((name, array) -> assertThat(model.superModel().parameters().get(name)).as(name).isEqualTo(array));
    }
  }

  /** Nothing that was folded from the numbers outlives a prediction. */
  @Test
  void numbersThatAreChangedInPlaceCountFromTheNextPredictionOn(@TempDir Path folder) {
    try (MultiTaskModel model = Models.model(9)) {
      model.outputs(IMAGES);
      Nets.randomise(model.superModel(), 10);
      model.save(folder.resolve("changed.zip"));
      try (MultiTaskModel fresh = MultiTaskModel.load(folder.resolve("changed.zip"))) {
        same(model.outputs(IMAGES), fresh.outputs(IMAGES));
      }
    }
  }

  @Test
  void laterTrainingDoesNotReachAFinishedModel() {
    SuperModel superModel = Models.superModel(6);
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).stage(Stage.COMMON).inputSize(30, 34).build()) {
      Map<String, INDArray> before = model.outputs(IMAGES);
      Nets.randomise(superModel, 7);
      same(model.outputs(IMAGES), before);
    }
  }

  @Test
  void manyThreadsGetTheSameAnswersAsOne() throws Exception {
    try (MultiTaskModel model = Models.model(8)) {
      String[][] wanted = {{}, {"depth"}, {"room", "floor"}};
      List<INDArray> inputs = IntStream.range(0, 4).mapToObj(i -> Nets.random(DataType.FLOAT, i, 1 + i % 2, 3, 30, 34)).toList();
      List<Map<String, INDArray>> expected = IntStream.range(0, 12).mapToObj(i -> model.outputs(inputs.get(i % 4), wanted[i % 3])).toList();
      ExecutorService threads = Executors.newFixedThreadPool(6);
      try {
        List<Future<Map<String, INDArray>>> futures = IntStream.range(0, 48).mapToObj(i -> threads.submit(() -> model.outputs(inputs.get(i % 4), wanted[i % 3]))).toList();
        for (int i = 0; i < futures.size(); i++) {
          same(futures.get(i).get(), expected.get(i % 12));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void someTasksOtherSizesAndWrongInputs() {
    MultiTaskModel model = Models.model(9);
    assertThat(model.outputs(IMAGES, "normal", "floor").keySet()).containsExactly("floor", "normal");
    close(model.outputs(IMAGES, "depth").get("depth"), model.outputs(IMAGES).get("depth"));
    assertThat(model.predict(Nets.random(DataType.DOUBLE, 1, 1, 3, 21, 20), "depth").values("depth")).hasDimensions(21, 20);
    assertThatThrownBy(() -> model.outputs(IMAGES, "speed")).isInstanceOf(InvalidInputException.class).hasMessageContaining("speed").hasMessageContaining("floor, depth");
    assertThatThrownBy(() -> model.outputs(Nets.random(DataType.FLOAT, 1, 1, 1, 30, 34))).isInstanceOf(InvalidInputException.class).hasMessageContaining("[N, 3, H, W]");
    model.close();
    assertThatThrownBy(() -> model.outputs(IMAGES)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
  }

  @Test
  void anImageIsBroughtToTheModelAndItsPredictionToTheImage() {
    try (MultiTaskModel model = Models.model(10)) {
      BufferedImage image = new BufferedImage(51, 45, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 45; y++) {
        for (int x = 0; x < 51; x++) {
          image.setRGB(x, y, 5 * x << 16 | 5 * y << 8 | (x * y & 255));
        }
      }
      Prediction prediction = model.predict(image);
      assertThat(prediction.classes("floor")).hasDimensions(45, 51);
      INDArray prepared = Models.PREPROCESSING.apply(image, 30, 34);
      assertThat(prediction.output("depth")).isEqualTo(model.outputs(prepared).get("depth"));
    }
    try (MultiTaskModel model = MultiTaskModel.builder(Models.superModel(10)).inputSize(30, 34).build()) {
      assertThatThrownBy(() -> model.predict(new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB))).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void metricsAreAddedWithoutCopyingTheModel(@TempDir Path folder) {
    try (MultiTaskModel model = Models.model(11)) {
      MultiTaskModel measured = model.withMetrics(Map.of("depth", Map.of("abs", 1.5)));
      measured.save(folder.resolve("model.zip"));
      try (MultiTaskModel loaded = MultiTaskModel.load(folder.resolve("model.zip"))) {
        assertThat(loaded.info().metrics()).isEqualTo(Map.of("depth", Map.of("abs", 1.5)));
      }
    }
  }

  @Test
  void aHeadOfOnesOwnIsGivenAgainWhenTheModelIsLoaded(@TempDir Path folder) {
    TaskHead own = (HeadScope scope, SDVariable x, Task task) -> scope.relu(scope.conv("own", x, scope.channels(), task.outputs(), 1, 1));
    Path file = folder.resolve("model.zip");
    SuperModel superModel = SuperModel.builder(Nets.chain(3, Nets.conv("a", 2, 3, 1, 1, 1, true))).task(Task.depth("depth"), own).seed(3).build();
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).inputSize(30, 34).build()) {
      model.save(file);
      try (MultiTaskModel loaded = MultiTaskModel.load(file, Map.of("depth", own))) {
        same(loaded.outputs(IMAGES), model.outputs(IMAGES));
      }
    }
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("must be given");
  }

  static Stream<Path> networks() {
    return GoldenFolder.cases("node_types").stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aFoundModelOfAnyNetworkComesBackFromItsFile(Path network, @TempDir Path folder) {
    Backbone backbone = Prototxt.read(network.resolve("backbone.prototxt"), UnsupportedFields.IGNORE);
    SuperModel superModel = SuperModel.builder(backbone).task(Task.segmentation("first", 3), TaskHead.conv1x1()).task(Task.depth("second"), TaskHead.conv1x1(4))
        .batchNormPolicy(BatchNormPolicy.SEARCH).build();
    Nets.randomise(superModel, 3);
    boolean live = backbone.nodes().stream().anyMatch(node -> node.layer() instanceof BatchNorm b && !b.trackStatistics());
    if (live) {
      assertThatThrownBy(() -> ModelFormat.DL4J.check(superModel, 17, 15)).isInstanceOf(InvalidInputException.class).hasMessageContaining("running statistics");
      return;
    }
    Shape shape = backbone.headerShape().orElse(new Shape(backbone.inputChannels(), 17, 15));
    ModelFormat.DL4J.check(superModel, shape.height(), shape.width());
    INDArray images = Nets.random(DataType.FLOAT, 2, 2, shape.channels(), shape.height(), shape.width());
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).inputSize(shape.height(), shape.width()).build()) {
      model.save(folder.resolve("model.zip"));
      try (MultiTaskModel loaded = MultiTaskModel.load(folder.resolve("model.zip"))) {
        same(loaded.outputs(images), model.outputs(images));
        assertThat(loaded.superModel().backbone()).isEqualTo(backbone);
      }
    }
  }

  @Test
  void whatCannotWorkIsRefusedWhenTheModelIsBuilt() {
    SuperModel superModel = Models.superModel(1);
    assertThatThrownBy(() -> MultiTaskModel.builder(superModel).build()).isInstanceOf(InvalidInputException.class).hasMessageContaining("inputSize");
    assertThatThrownBy(() -> MultiTaskModel.builder(superModel).inputSize(30, 34).preprocessing(Preprocessing.unitRange(ChannelOrder.GREY)).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("3 channels");
    assertThatThrownBy(() -> MultiTaskModel.builder(superModel).inputSize(30, 34).stage(Stage.SOFT).build()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MultiTaskModel.builder(superModel).inputSize(1, 1).build()).isInstanceOf(InvalidInputException.class);
  }

  /** Bit for bit: equality of INDArrays allows a difference. */
  private static void same(Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    found.forEach((task, array) -> {
      assertThat(array.shape()).isEqualTo(expected.get(task).shape());
      assertThat(array.data().asFloat()).isEqualTo(expected.get(task).data().asFloat());
    });
  }

  private static void close(INDArray found, INDArray expected) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    assertThat(found.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * Math.max(1, expected.amaxNumber().doubleValue()));
  }
}
