package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.ModelFormat;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A finished model of a network that is not AutoMTL's: predicted with, saved, loaded, exported. */
class FusionModelTest {
  private static final int SIZE = 12;
  private static final INDArray IMAGES = FusionNets.images(DataType.FLOAT, 3, 2, 2, SIZE, SIZE);

  private final FusionNetwork network = FusionNets.network(FusionNets.chain(3), FusionSettings.mtlNas().withShortcut(), DataType.FLOAT, TaskHead.conv1x1(5));
  private final Parameters parameters = FusionNets.random(network, 4);
  private final FusionArchitecture found = network.positive(parameters);

  @TempDir Path temp;

  private MultiTaskModel model(View view) {
    return MultiTaskModel.builder(network, parameters, view).inputSize(SIZE, SIZE).seed(7).metrics(Map.of("a", Map.of("rmse", Double.NaN))).build();
  }

  private Path saved() {
    Path file = temp.resolve("model.zip");
    try (MultiTaskModel model = model(new FusionView.Discrete(found))) {
      model.save(file);
    }
    return file;
  }

  @Test
  void itAnswersAsTheNetworkDoesAndKeepsItsNumbersWhenTrainingGoesOn() {
    NetworkGraph graph = FusionNets.graph(network, parameters, new FusionView.Discrete(found), Mode.EVALUATION, FusionNets.TASKS, SIZE);
    Map<String, INDArray> expected = FusionNets.predictions(graph, IMAGES, network);
    try (MultiTaskModel model = model(new FusionView.Discrete(found))) {
      parameters.all().forEach(p -> p.array().assign(0));
      Map<String, INDArray> outputs = model.outputs(IMAGES);
      assertThat(outputs.keySet()).containsExactlyElementsOf(FusionNets.TASKS);
      outputs.forEach((task, values) -> assertThat(values.distance2(expected.get(task))).as(task).isLessThan(1e-4));
      assertThat(model.outputs(IMAGES, "b")).containsOnlyKeys("b");
      assertThat(model.parameters()).isLessThan(parameters.all().stream().mapToLong(p -> p.array().length()).sum());
      assertThat(model.hasBranches()).isFalse();
      assertThatThrownBy(model::superModel).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mtl-nas'");
    }
  }

  @Test
  void aSavedModelIsLoadedWithTheSameAnswersAndSavedToTheSameBytes() throws Exception {
    Path file = saved();
    Path again = temp.resolve("again.zip");
    try (MultiTaskModel model = model(new FusionView.Discrete(found)); MultiTaskModel loaded = MultiTaskModel.loadChecked(file)) {
      assertThat(loaded.outputs(IMAGES)).isEqualTo(model.outputs(IMAGES));
      assertThat(loaded.network().fingerprint()).isEqualTo(network.fingerprint());
      assertThat(loaded.info().seed()).isEqualTo(7);
      assertThat(loaded.info().metrics().get("a").get("rmse")).isNaN();
      loaded.save(again);
    }
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void tasksAloneAreAModelToo() {
    Path file = temp.resolve("alone.zip");
    try (MultiTaskModel model = MultiTaskModel.builder(network, parameters, new FusionView.Alone()).inputSize(SIZE, SIZE)
        .preprocessing(new Preprocessing(ChannelOrder.RGB, List.of(1.0, 2.0, 3.0), List.of(1.0, 1.0, 1.0))).build()) {
      model.save(file);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining("2 channels"); // the chain reads two
    }
    try (MultiTaskModel model = model(new FusionView.Alone())) {
      model.save(file);
      try (MultiTaskModel loaded = MultiTaskModel.load(file)) {
        assertThat(loaded.outputs(IMAGES)).isEqualTo(model.outputs(IMAGES));
      }
    }
  }

  @Test
  void gatesAreNoFinishedModel() {
    assertThatThrownBy(() -> model(new FusionView.Gated())).isInstanceOf(InvalidInputException.class).hasMessageContaining("draws no random numbers")
        .hasMessageContaining("'gated'");
  }

  @Test
  void itIsExportedToFormatsThatCanExpressIt() {
    try (MultiTaskModel model = model(new FusionView.Discrete(found))) {
      Path file = temp.resolve("model.fb");
      model.export(ModelFormat.SAMEDIFF, file);
      SameDiff read = SameDiff.load(file.toFile(), false);
      Map<String, INDArray> outputs = read.output(Map.of("input", IMAGES), "a/prediction", "c/prediction");
      assertThat(outputs.get("c/prediction").distance2(model.outputs(IMAGES).get("c"))).isLessThan(1e-4);
      assertThatThrownBy(() -> model.export(ModelFormat.ONNX, temp.resolve("model.onnx"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be exported");
      assertThatThrownBy(() -> model.export(ModelFormat.DL4J, temp.resolve("model.zip"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mtl-nas'");
      assertThatThrownBy(() -> model.export(ModelFormat.NPZ, temp.resolve("model.npz"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("'mtl-nas'");
    }
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    Path file = saved();
    byte[] bytes = Files.readAllBytes(file);
    bytes[200] ^= 1; // a number
    Files.write(file, bytes);
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("model.zip");
  }

  @Test
  void aFileOfAMethodThatNobodyKnowsNamesThoseThatThereAre() throws Exception {
    Path file = saved();
    change(file, "\"method\" : \"mtl-nas\"", "\"method\" : \"unheard-of\"");
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("'unheard-of'").hasMessageContaining("mtl-nas");
    change(file, "\"version\" : 3", "\"version\" : 4");
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("please update");
  }

  private static void change(Path file, String from, String to) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Path manifest = zip.getPath("automtl4j/model.json");
      String text;
      try (InputStream in = Files.newInputStream(manifest)) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      assertThat(text).contains(from);
      Files.writeString(manifest, text.replace(from, to));
    }
  }
}
