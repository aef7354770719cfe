package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionStart;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Finished models of fusion networks. */
class FusionModelTest {
  private static final int SIZE = 12;
  private static final Preprocessing RGB = new Preprocessing(ChannelOrder.RGB, List.of(100.0, 110.0, 120.0), List.of(50.0, 50.0, 50.0));
  @TempDir Path folder;

  private static FusionNetwork network(FusionSettings settings) {
    return FusionNetwork.builder(Backbone.builder("chain").input(3)
        .convolution(4, 3, c -> c.noBias().pad(1)).batchNorm().relu().convolution(4, 3, c -> c.noBias().pad(1)).batchNorm().relu().build())
        .task(Task.segmentation("floor", 3), TaskHead.conv1x1(4)).task(Task.normals("normal"), TaskHead.conv1x1(4)).settings(settings).build();
  }

  private static Parameters random(FusionNetwork network) {
    Parameters numbers = Parameters.fresh(network, 1);
    RandomStream random = RandomStream.of(1, "numbers");
    numbers.all().forEach(p -> {
      for (long i = 0; i < p.array().length(); i++) {
        p.array().putScalar(i, p.name().endsWith("variance") || p.name().endsWith("gamma") ? random.uniform(0.5, 1.5) : random.uniform(-0.6, 0.6));
      }
    });
    return numbers;
  }

  private static FusionArchitecture some(FusionNetwork network) {
    return FusionArchitecture.of(network, List.of(new Edge("floor", "normal", 1, 0), new Edge("normal", "floor", 0, 0)));
  }

  private static MultiTaskModel model(FusionNetwork network, Parameters parameters, FusionView view) {
    return MultiTaskModel.builder(network, parameters, view).inputSize(SIZE, SIZE).preprocessing(RGB).seed(7).metrics(Map.of("floor", Map.of("miou", 0.5))).build();
  }

  @Test
  void aModelComesBackFromItsFileAndRunsElsewhere() throws IOException {
    FusionNetwork network = network(FusionSettings.mtlNas());
    INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, SIZE, SIZE);
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = model(network, random(network), new FusionView.Discrete(some(network)))) {
      Map<String, INDArray> found = model.outputs(images);
      model.save(file);
      model.export(ModelFormat.ONNX, folder.resolve("model.onnx"));
      try (MultiTaskModel loaded = MultiTaskModel.loadChecked(file); OnnxRun onnx = OnnxRun.of(folder.resolve("model.onnx"))) {
        INDArray[] plain = ModelSerializer.restoreComputationGraph(file.toFile()).output(images);
        Map<String, INDArray> other = onnx.run(images);
        for (String task : List.of("floor", "normal")) {
          assertThat(loaded.outputs(images).get(task)).isEqualTo(found.get(task));
          close(plain[task.equals("floor") ? 0 : 1], found.get(task));
          close(other.get(task), found.get(task));
        }
        assertThat(loaded.edges().map(FusionArchitecture::edges)).isEqualTo(Optional.of(some(network).edges()));
        assertThat(loaded.method()).isEqualTo("mtl-nas");
        assertThat(loaded.parameters()).isEqualTo(model.parameters());
        assertThat(loaded.info().seed()).isEqualTo(7);
        assertThat(loaded.predict(images).classes("floor")).hasNumberOfRows(SIZE);
        loaded.save(folder.resolve("again.zip"));
      }
    }
    assertThat(Files.readAllBytes(folder.resolve("again.zip"))).isEqualTo(Files.readAllBytes(file));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String card = new String(zip.getInputStream(zip.getEntry("automtl4j/MODEL_CARD.md")).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(card).contains("2 edges between them are open").contains("- floor@1<-normal@0");
    }
  }

  private static void close(INDArray found, INDArray expected) {
    assertThat(found.distance2(expected)).isLessThan(1e-4 * expected.norm2Number().doubleValue());
  }

  @Test
  void closedEdgesAndTheirKernelsAreGone() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    try (MultiTaskModel none = model(network, random(network), new FusionView.Discrete(FusionArchitecture.none(network)));
        MultiTaskModel two = model(network, random(network), new FusionView.Discrete(some(network)))) {
      assertThat(two.parameters()).isEqualTo(none.parameters() + 2 * 4 * 4);
    }
  }

  @Test
  void eachWayOfFusingComesBack() {
    INDArray images = Nd4j.rand(DataType.FLOAT, 1, 3, SIZE, SIZE);
    for (FusionOperator operator : FusionOperator.values()) {
      FusionNetwork network = network(FusionSettings.mtlNas().withEdges(1, false).withOperator(operator, new FusionStart.Scaled(0.9, 0.1)));
      for (FusionView view : List.of(new FusionView.Discrete(FusionArchitecture.all(network)), new FusionView.Alone())) {
        try (MultiTaskModel model = model(network, random(network), view)) {
          if (operator == FusionOperator.CROSS_STITCH && view instanceof FusionView.Discrete) {
            assertThatThrownBy(() -> model.save(folder.resolve("model.zip"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("layer 'floor/fusion.0.own' cannot be exported");
            continue;
          }
          model.save(folder.resolve("model.zip"));
          try (MultiTaskModel loaded = MultiTaskModel.load(folder.resolve("model.zip"))) {
            assertThat(loaded.outputs(images).get("normal")).as(operator + " " + view.id()).isEqualTo(model.outputs(images).get("normal"));
          }
        }
      }
    }
  }

  @Test
  void whatOnlyAutoMtlHasIsRefused() {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Parameters parameters = random(network);
    try (MultiTaskModel model = model(network, parameters, new FusionView.Discrete(some(network)))) {
      assertThatThrownBy(model::superModel).isInstanceOf(InvalidInputException.class).hasMessageContaining("method 'mtl-nas'");
      assertThat(model.architecture()).isEmpty();
      assertThatThrownBy(() -> model.export(ModelFormat.NPZ, folder.resolve("a.npz"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("allowed: DL4J, SAMEDIFF, ONNX");
      assertThatThrownBy(() -> model.task("depth")).isInstanceOf(InvalidInputException.class).hasMessageContaining("[floor, normal]");
    }
    assertThatThrownBy(() -> model(network, parameters, new FusionView.Gated())).isInstanceOf(InvalidInputException.class).hasMessageContaining("found the view 'gated'");
  }

  @Test
  void aDamagedDescriptionIsALine() throws IOException {
    FusionNetwork network = network(FusionSettings.mtlNas());
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = model(network, random(network), new FusionView.Discrete(some(network)))) {
      model.save(file);
    }
    for (Map.Entry<String, String> change : Map.of("\"mtl-nas\"", "\"other\"", "\"NDDR\"", "\"SUM\"", "\"relu2\"", "\"relu9\"", "\"discrete\"", "\"gated\"", "\"depthLimit\" : 3", "\"depthLimit\" : 0",
        "\"0:relu1\"", "\"7:relu1\"").entrySet()) {
      Path damaged = changed(file, change.getKey(), change.getValue());
      assertThatThrownBy(() -> MultiTaskModel.load(damaged).close()).as(change.toString()).isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(damaged.toString());
    }
  }

  /** A copy with another manifest. */
  private Path changed(Path file, String from, String to) throws IOException {
    Path copy = folder.resolve("changed.zip");
    try (ZipFile zip = new ZipFile(file.toFile()); ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("automtl4j/model.json")) {
          String text = new String(bytes, StandardCharsets.UTF_8);
          assertThat(text).contains(from);
          bytes = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
        out.closeEntry();
      }
    }
    return copy;
  }
}
