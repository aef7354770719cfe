package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.FusionCheckpoint;
import org.automtl4j.graph.model.published.TorchFile;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A checkpoint that the published search has saved. */
class FusionCheckpointGoldenTest {
  private static final String FOLDER = FusionGolden.FOLDER + "ckpt/";
  @TempDir private static Path folder;

  private static Path file() {
    GoldenFolder.needs(FOLDER + "ckpt-00003.pth", FOLDER + "case.json", FOLDER + "expected.npz", FusionGolden.FOLDER + "traj/datasets");
    return GoldenFolder.root().resolve(FOLDER + "ckpt-00003.pth");
  }

  private static FusionNetwork network(FusionCheckpoint checkpoint) {
    assertThat(checkpoint.headWidth(FusionGolden.small())).isEqualTo(8);
    return FusionGolden.network(checkpoint.settings(), DataType.FLOAT);
  }

  @Test
  void figuresBesideTheNumbersAreRead() {
    TorchFile torch = TorchFile.read(file());
    JsonNode json = GoldenFolder.json(FOLDER + "case.json");
    GoldenReport.same("mtlnas/ckpt", "step", (int) torch.number("step"), json.get("step").asInt());
    GoldenReport.close("mtlnas/ckpt", "Mean IoU", Math.abs(torch.number("task1_metric", "Mean IoU") - json.get("task1_metric").get("Mean IoU").asDouble()), 0);
    GoldenReport.close("mtlnas/ckpt", "Mean", Math.abs(torch.number("task2_metric", "Mean") - json.get("task2_metric").get("Mean").asDouble()), 1e-6);
    assertThat(torch.value("cfg", "ARCH", "SEARCHSPACE")).isEqualTo("GeneralizedMTLNAS");
    assertThat(torch.stateDict()).hasSize(json.get("state_entries").asInt());
  }

  @Test
  void theArchitectureIsThatOfThePositiveLogits() {
    FusionCheckpoint checkpoint = FusionCheckpoint.read(file());
    FusionNetwork network = network(checkpoint);
    Parameters parameters = Parameters.fresh(network, 1);
    checkpoint.into(network, parameters);
    FusionArchitecture found = network.positive(parameters);
    JsonNode json = GoldenFolder.json(FOLDER + "case.json").get("derived");
    for (String task : network.space().tasks()) {
      JsonNode net = json.get(task.equals("seg") ? "net1" : "net2");
      List<List<Integer>> published = StreamSupport.stream(net.get("active_sources_per_stage").spliterator(), false)
          .map(stage -> StreamSupport.stream(stage.spliterator(), false).map(JsonNode::asInt).toList()).toList();
      List<List<Integer>> ours = IntStream.range(0, 13).mapToObj(site -> found.edges().stream()
          .filter(edge -> edge.target().equals(task) && edge.targetSite() == site).map(Edge::sourceSite).toList()).toList();
      GoldenReport.same("mtlnas/ckpt", "open edges to " + task, ours, published);
      double[] alphas = network.space().edges().stream().filter(edge -> edge.target().equals(task))
          .mapToDouble(edge -> parameters.get(FusionNames.LOGITS).getDouble(network.space().place(edge))).toArray();
      GoldenReport.close("mtlnas/ckpt", "logits of " + task, GoldenReport.difference(alphas, FusionGolden.doubles(net.get("alphas"))), 0);
    }
  }

  @Test
  void outputsArePublishedOnesWithEachKindOfGatesAndWithoutClosedEdges() throws IOException {
    FusionCheckpoint checkpoint = FusionCheckpoint.read(file());
    FusionNetwork network = network(checkpoint);
    Parameters parameters = Parameters.fresh(network, 1);
    checkpoint.into(network, parameters);
    INDArray images = images();
    NpzFile expected = NpzFile.read(GoldenFolder.root().resolve(FOLDER + "expected.npz"));
    for (Map.Entry<String, String> kind : Map.of("onehot", "onehot", "sigmoid", "sigmoid", "supernet", "all").entrySet()) {
      compare(kind.getKey(), expected, outputs(network, parameters, new FusionView.Gated(), images, FusionGolden.gates(kind.getValue(), 1, new double[48])));
    }
    compare("onehot", expected, outputs(network, parameters, new FusionView.Discrete(network.positive(parameters)), images, Map.of()));
  }

  private static void compare(String name, NpzFile expected, Map<String, INDArray> found) {
    for (int t = 1; t <= 2; t++) {
      double[] published = expected.array(name + ".out" + t).toDoubles();
      double largest = Arrays.stream(published).map(Math::abs).max().orElseThrow();
      GoldenReport.close("mtlnas/ckpt", name + ".out" + t, GoldenReport.difference(FusionGolden.flat(found.get(t == 1 ? "seg" : "normal")), published), 2e-5 * largest);
    }
  }

  private static Map<String, INDArray> outputs(FusionNetwork network, Parameters parameters, FusionView view, INDArray images, Map<String, INDArray> feeds) {
    NetworkGraph graph = network.graph(parameters, FusionGolden.request(view, Mode.EVALUATION, images.shape()));
    Map<String, INDArray> values = FusionGolden.evaluate(graph, images, feeds, List.copyOf(graph.predictions().values()));
    Map<String, INDArray> byTask = new HashMap<>();
    graph.predictions().forEach((task, name) -> byTask.put(task, values.get(name)));
    return byTask;
  }

  /** The three test pictures, less the mean. */
  private static INDArray images() throws IOException {
    Path root = GoldenFolder.root().resolve(FusionGolden.FOLDER + "traj/datasets/nyu_v2");
    double[] mean = NpyFile.read(root.resolve("nyu_v2_mean.npy")).toDoubles();
    List<INDArray> all = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("list/testing_seg.txt"))) {
      BufferedImage picture = ImageIO.read(new File(root + line.split(" ")[0]));
      INDArray image = Nd4j.create(DataType.FLOAT, 1, 3, picture.getHeight(), picture.getWidth());
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < picture.getHeight(); y++) {
          for (int x = 0; x < picture.getWidth(); x++) {
            image.putScalar(new long[] {0, c, y, x}, (picture.getRGB(x, y) >> 16 - 8 * c & 0xFF) - (float) mean[c]);
          }
        }
      }
      all.add(image);
    }
    return Nd4j.concat(0, all.toArray(INDArray[]::new));
  }

  @Test
  void aCheckpointOfAnotherNetworkIsRefused() {
    FusionCheckpoint checkpoint = FusionCheckpoint.read(file());
    FusionNetwork nddr = FusionGolden.network(FusionSettings.nddr(), DataType.FLOAT);
    Parameters numbers = Parameters.fresh(nddr, 1);
    assertThatThrownBy(() -> checkpoint.into(nddr, numbers)).isInstanceOf(InvalidInputException.class).hasMessageContaining("ckpt-00003.pth: does not fit the network of backbone");
    FusionNetwork wide = FusionNetwork.builder(FusionGolden.small()).task(Task.segmentation("seg", 7), TaskHead.largeFov(8, 0)).task(Task.normals("normal"), TaskHead.largeFov(8, 0))
        .settings(FusionSettings.mtlNas()).build();
    assertThatThrownBy(() -> checkpoint.into(wide, Parameters.fresh(wide, 1))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("net1.head.10.weight has shape [5, 8, 1, 1], the network's is [[1, 1, 8, 7]]");
    assertThatThrownBy(() -> checkpoint.into(nddr, numbers, "seg", true)).isInstanceOf(InvalidInputException.class).hasMessageContaining("weights of two networks");
  }

  /** The published evaluation strips these words, and so does ours, everywhere. */
  @Test
  void namesOfParallelTrainingAreRead() throws IOException {
    Path parallel = TorchRewrite.renamed(file(), folder.resolve("parallel.pth"), name -> name.matches("(net\\d|paths|path_costs).*") ? "module." + name : name);
    FusionCheckpoint plain = FusionCheckpoint.read(file());
    FusionCheckpoint prefixed = FusionCheckpoint.read(parallel);
    assertThat(TorchFile.read(parallel).stateDict()).containsKey("module.net1_alphas");
    FusionNetwork network = network(prefixed);
    Parameters one = Parameters.fresh(network, 1);
    Parameters other = Parameters.fresh(network, 2);
    plain.into(network, one);
    prefixed.into(network, other);
    network.parameters().forEach(spec -> assertThat(other.get(spec.name())).as(spec.name()).isEqualTo(one.get(spec.name())));
  }

  /** The published evaluation lets what a file lacks stay at its random start. */
  @Test
  void entriesThatAreMissingAreAnError() throws IOException {
    Path missing = TorchRewrite.renamed(file(), folder.resolve("missing.pth"), name -> name.equals("net2.head.10.bias") ? "net2.head.11.offset" : name);
    FusionCheckpoint checkpoint = FusionCheckpoint.read(missing);
    FusionNetwork network = network(checkpoint);
    assertThatThrownBy(() -> checkpoint.into(network, Parameters.fresh(network, 1))).isInstanceOf(InvalidInputException.class).hasMessageContaining("net2.head.11.offset");
  }

  @Test
  void aSingleTaskNetworkFillsTheCopyOfOneTask() throws IOException {
    FusionCheckpoint whole = FusionCheckpoint.read(file());
    Path file = TorchRewrite.renamed(file(), folder.resolve("single.pth"),
        name -> name.startsWith("net1.") ? name.substring(5) : name.matches("(net\\d_|net2|paths|path_costs).*") ? "features." + name : name);
    FusionCheckpoint single = FusionCheckpoint.read(file);
    assertThat(single.isSingle()).isTrue();
    FusionNetwork network = network(whole);
    Parameters all = Parameters.fresh(network, 1);
    whole.into(network, all);
    Parameters some = Parameters.fresh(network, 2);
    Parameters fresh = Parameters.fresh(network, 2);
    single.into(network, some, "seg", true);
    single.into(network, some, "normal", false);
    for (String name : network.parameters().stream().map(spec -> spec.name()).toList()) {
      if (name.matches("(layer\\.\\d+|head)\\.(seg|normal)\\..*") && !name.startsWith("head.normal.conv3")) {
        assertThat(some.get(name)).as(name).isEqualTo(all.get(name.replace(".normal.", ".seg.")));
      } else {
        assertThat(some.get(name)).as(name).isEqualTo(fresh.get(name));
      }
    }
    assertThatThrownBy(() -> single.into(network, some, "normal", true)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head.10.weight has shape [5, 8, 1, 1], the network's is [[1, 1, 8, 3]]");
    assertThatThrownBy(() -> single.into(network, some)).isInstanceOf(InvalidInputException.class).hasMessageContaining("read it as the start of one task");
  }

  /** As plain single-task networks both cuts are one function, and a file of either fills the other. */
  @Test
  void aNetworkOfFiveStagesIsReadByItsOrder() throws IOException {
    FusionCheckpoint whole = FusionCheckpoint.read(file());
    FusionNetwork five = FusionGolden.network(FusionSettings.nddr(), DataType.FLOAT);
    Path file = TorchRewrite.renamed(file(), folder.resolve("five.pth"),
        name -> name.startsWith("net1.") ? name.substring(5) : name.matches("(net\\d_|net2|paths|path_costs).*") ? "features." + name : name);
    Parameters numbers = Parameters.fresh(five, 1);
    FusionCheckpoint.read(file).into(five, numbers, "seg", true);
    FusionNetwork thirteen = network(whole);
    Parameters all = Parameters.fresh(thirteen, 1);
    whole.into(thirteen, all);
    assertThat(numbers.get("layer.0.seg.weight")).isEqualTo(all.get("layer.0.seg.weight"));
  }
}
