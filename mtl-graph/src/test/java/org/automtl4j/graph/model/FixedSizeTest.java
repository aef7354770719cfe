package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.internal.onnx.OnnxRun;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.ImageResizeMethod;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model for images of one size is the model without the weights that nobody sees. */
class FixedSizeTest {
  @TempDir Path folder;

  /** Heads with wide dilations over small maps, after a backbone with groups, depthwise and dilated convolutions, some of which see little as well. */
  private static SuperModel superModel(long seed) {
    Backbone backbone = Nets.chain(3, Nets.conv("stem", 8, 3, 2, 1, 1, true), Nets.norm("n0"), Nets.relu("r0"), Nets.conv("groups", 8, 3, 1, 8, 2, true), Nets.norm("n1"),
        Nets.conv("deep", 8, 3, 1, 5, 8, false), Nets.norm("n2"), new Pooling("max", Pooling.Mode.MAX, 3, 2, 0, true, false), Nets.conv("wide", 8, 3, 1, 3, 1, false));
    SuperModel model = SuperModel.builder(backbone).task(Task.segmentation("floor", 5), TaskHead.aspp(6)).task(Task.depth("depth"), TaskHead.aspp(4)).seed(seed).build();
    Nets.randomise(model, seed);
    return model;
  }

  private static MultiTaskModelBuilder builder(int height, int width) {
    SuperModel superModel = superModel(3);
    return MultiTaskModel.builder(superModel).architecture(Architecture.sample(superModel, RandomStream.of(3, "architecture"))).inputSize(height, width)
        .preprocessing(Models.PREPROCESSING);
  }

  @ParameterizedTest
  @CsvSource({"30, 34", "10, 60", "60, 10", "12, 12", "200, 200"})
  void itPredictsWhatTheWholeModelPredictsFromFewerNumbers(int height, int width) {
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, height, width);
    try (MultiTaskModel whole = builder(height, width).build(); MultiTaskModel fixed = builder(height, width).fixedSize().build()) {
      close(fixed.outputs(images), whole.outputs(images));
      assertThat(fixed.outputs(images, "depth").keySet()).containsExactly("depth");
      assertThat(fixed.isFixedSize()).isTrue();
      assertThat(whole.isFixedSize()).isFalse();
      if (height == 200) {
        assertThat(fixed.parameters()).isEqualTo(whole.parameters());
      } else {
        assertThat(fixed.parameters()).isLessThan(whole.parameters());
      }
    }
  }

  @Test
  void eachKernelHasTheRowsAndColumnsThatSeePixels() {
    try (MultiTaskModel fixed = builder(34, 74).fixedSize().build()) { // maps of 8x18 in the heads
      assertThat(kernel(fixed, "head.floor.fc1.conv1.weight")).containsExactly(3, 3, 8, 6);
      assertThat(kernel(fixed, "head.floor.fc2.conv1.weight")).containsExactly(1, 3, 8, 6);
      assertThat(kernel(fixed, "head.depth.fc3.conv1.weight")).containsExactly(1, 1, 8, 4);
      fixed.superModel().parameters().all().forEach(p -> assertThat(p.array().data().length()).as(p.name()).isEqualTo(p.array().length()));
    }
  }

  private static long[] kernel(MultiTaskModel model, String name) {
    return model.superModel().parameters().get(name).shape();
  }

  @Test
  void anotherSizeIsRefused() {
    try (MultiTaskModel fixed = builder(30, 34).fixedSize().build()) {
      INDArray turned = Nets.random(DataType.FLOAT, 1, 1, 3, 34, 30);
      assertThatThrownBy(() -> fixed.predict(turned)).isInstanceOf(InvalidInputException.class).hasMessageContaining("must be 30x34, found 34x30")
          .hasMessageContaining("without fixedSize");
      assertThat(fixed.toString()).endsWith("30x34 only");
    }
  }

  @Test
  void aPictureIsBroughtToTheSize() {
    try (MultiTaskModel fixed = builder(30, 34).fixedSize().build()) {
      assertThat(fixed.predict(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB)).classes("floor")).hasDimensions(40, 50);
    }
  }

  @Test
  void itComesBackFromItsFile() throws Exception {
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 30, 34);
    Path file = folder.resolve("model.zip");
    Path wholeFile = folder.resolve("whole.zip");
    try (MultiTaskModel whole = builder(30, 34).build(); MultiTaskModel fixed = whole.toFixedSize()) {
      fixed.save(file);
      whole.save(wholeFile);
      assertThat(Files.size(file)).isLessThan(Files.size(wholeFile));
      try (MultiTaskModel loaded = MultiTaskModel.loadChecked(file)) {
        assertThat(loaded.isFixedSize()).isTrue();
        assertThat(loaded.parameters()).isEqualTo(fixed.parameters());
        assertThat(loaded.preprocessing()).isEqualTo(whole.preprocessing());
        assertThat(loaded.info()).isEqualTo(whole.info());
        same(loaded.outputs(images), fixed.outputs(images));
        assertThatThrownBy(() -> loaded.outputs(Nets.random(DataType.FLOAT, 1, 1, 3, 60, 68))).isInstanceOf(InvalidInputException.class);
        loaded.save(folder.resolve("again.zip"));
        assertThat(folder.resolve("again.zip")).hasSameBinaryContentAs(file);
        try (MultiTaskModel again = loaded.toFixedSize()) {
          same(again.outputs(images), fixed.outputs(images));
        }
      }
      try (MultiTaskModel loaded = MultiTaskModel.load(wholeFile)) {
        assertThat(loaded.isFixedSize()).isFalse();
        assertThat(loaded.outputs(Nets.random(DataType.FLOAT, 1, 1, 3, 60, 68))).containsOnlyKeys("floor", "depth");
      }
    }
  }

  @Test
  void aFileThatSaysSoButHoldsWholeKernelsIsRefused() throws Exception {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel whole = builder(30, 34).build()) {
      whole.save(file);
    }
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Path manifest = zip.getPath("automtl4j", "model.json");
      Files.writeString(manifest, Files.readString(manifest).replace("\"height\" : 30", "\"height\" : 30, \"fixedSize\" : true"));
    }
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("for one size of images");
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Path manifest = zip.getPath("automtl4j", "model.json");
      Files.writeString(manifest, Files.readString(manifest).replace("\"fixedSize\" : true", "\"fixedSize\" : 1"));
    }
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining(".input.fixedSize: must be true or false, found 1");
  }

  @Test
  void everyFormatComputesTheSameFromFewerNumbers() throws Exception {
    INDArray images = Nets.random(DataType.FLOAT, 1, 2, 3, 30, 34);
    try (MultiTaskModel whole = builder(30, 34).build(); MultiTaskModel fixed = whole.toFixedSize()) {
      Map<String, INDArray> expected = whole.outputs(images);
      for (ModelFormat format : List.of(ModelFormat.DL4J, ModelFormat.SAMEDIFF, ModelFormat.ONNX)) {
        fixed.export(format, folder.resolve(format.name()));
        whole.export(format, folder.resolve(format + ".whole"));
        assertThat(Files.size(folder.resolve(format.name()))).as(format.name()).isLessThan(Files.size(folder.resolve(format + ".whole")));
      }
      INDArray[] found = ModelSerializer.restoreComputationGraph(folder.resolve("DL4J").toFile()).output(images);
      close(Map.of("floor", found[0], "depth", found[1]), expected);
      try (OnnxRun onnx = OnnxRun.of(folder.resolve("ONNX"))) {
        close(onnx.run(images), expected);
      }
      SameDiff graph = SameDiff.load(folder.resolve("SAMEDIFF").toFile(), false);
      Nd4j.getEnvironment().allowHelpers(false);
      try {
        Map<String, INDArray> outputs = new LinkedHashMap<>();
        graph.output(new HashMap<>(Map.of("input", images)), List.of("floor/prediction", "depth/prediction"))
            .forEach((name, array) -> outputs.put(name.substring(0, name.indexOf('/')), array));
        close(outputs, expected);
      } finally {
        Nd4j.getEnvironment().allowHelpers(true);
      }
      assertThatThrownBy(() -> fixed.export(ModelFormat.NPZ, folder.resolve("arrays.npz"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("without fixedSize");
    }
  }

  @Test
  void aHeadThatEnlargesItsMapLosesOnlyWhatItDoesNotSeeThen() {
    TaskHead enlarging = (scope, feature, task) -> {
      SDVariable large = scope.sameDiff().image().imageResize(
          scope.sameDiff().permute(feature, 0, 2, 3, 1), scope.sameDiff().constant(Nd4j.createFromArray(20, 5)), false, false, ImageResizeMethod.ResizeNearest);
      return scope.conv("own", scope.sameDiff().permute(large, 0, 3, 1, 2), scope.channels(), task.outputs(), 3, 6);
    };
    SuperModel superModel = SuperModel.builder(Nets.chain(3, Nets.conv("a", 4, 3, 2, 1, 1, true))).task(Task.depth("depth"), enlarging).seed(1).build();
    INDArray images = Nets.random(DataType.FLOAT, 1, 1, 3, 8, 8);
    try (MultiTaskModel whole = MultiTaskModel.builder(superModel).inputSize(8, 8).build();
        MultiTaskModel fixed = MultiTaskModel.builder(superModel).inputSize(8, 8).fixedSize().build()) {
      assertThat(kernel(fixed, "head.depth.own.weight")).containsExactly(3, 1, 4, 1);
      close(fixed.outputs(images), whole.outputs(images));
    }
  }

  static Stream<Path> networks() {
    return GoldenFolder.cases("node_types").stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void itIsTheSameFunctionForAnyNetworkAtItsOwnSizeAndAtASmallOne(Path network) {
    Backbone backbone = Prototxt.read(network.resolve("backbone.prototxt"), UnsupportedFields.IGNORE);
    if (backbone.nodes().stream().anyMatch(node -> node.layer() instanceof BatchNorm b && !b.trackStatistics())) {
      return;
    }
    SuperModel superModel = SuperModel.builder(backbone).task(Task.segmentation("first", 3), TaskHead.aspp(3)).task(Task.depth("second"), TaskHead.conv1x1(4))
        .batchNormPolicy(BatchNormPolicy.SEARCH).build();
    Nets.randomise(superModel, 3);
    Shape own = backbone.headerShape().orElse(new Shape(backbone.inputChannels(), 17, 15));
    for (int[] size : new int[][] {{own.height(), own.width()}, {5, 9}}) {
      Optional<MultiTaskModel> whole = model(superModel, size, false);
      if (whole.isPresent()) {
        INDArray images = Nets.random(DataType.FLOAT, 2, 2, own.channels(), size[0], size[1]);
        try (MultiTaskModel expected = whole.get(); MultiTaskModel fixed = model(superModel, size, true).orElseThrow()) {
          close(fixed.outputs(images), expected.outputs(images));
        }
      }
    }
  }

  private static Optional<MultiTaskModel> model(SuperModel superModel, int[] size, boolean fixed) {
    MultiTaskModelBuilder builder = MultiTaskModel.builder(superModel).inputSize(size[0], size[1]);
    try {
      return Optional.of((fixed ? builder.fixedSize() : builder).build());
    } catch (InvalidInputException e) {
      return Optional.empty(); // too small for this backbone
    }
  }

  private static void same(Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    found.forEach((task, array) -> assertThat(array.data().asFloat()).as(task).isEqualTo(expected.get(task).data().asFloat()));
  }

  private static void close(Map<String, INDArray> found, Map<String, INDArray> expected) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    found.forEach((task, array) -> {
      assertThat(array.shape()).as(task).isEqualTo(expected.get(task).shape());
      assertThat(array.sub(expected.get(task)).amaxNumber().doubleValue()).as(task).isLessThan(1e-5 * Math.max(1, expected.get(task).amaxNumber().doubleValue()));
    });
  }
}
