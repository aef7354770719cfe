package org.automtl4j.graph.adamtl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinEntry;
import org.automtl4j.graph.swin.SwinSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whole models of the golden folder {@code adamtl}, by their numbers by formula. */
final class AdaptiveGolden {
  static final String FOLDER = "adamtl/adaptive/";
  private static final Map<String, Task> TASKS =
      Map.of("semseg", Task.segmentation("semseg", 5), "normals", Task.normals("normals"), "sal", Task.edges("sal"));

  private AdaptiveGolden() {}

  static JsonNode file() {
    GoldenFolder.needs(FOLDER + "adaptive.json");
    return GoldenFolder.json(FOLDER + "adaptive.json");
  }

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(file().get("cases").spliterator(), false);
  }

  static NpzFile arrays(String name) {
    GoldenFolder.needs(FOLDER + name + ".npz");
    return NpzFile.read(GoldenFolder.root().resolve(FOLDER + name + ".npz"));
  }

  static String seed(JsonNode json) {
    return json.get("prefix").asText().replaceFirst("/.*", "");
  }

  static AdaptiveSwin network(JsonNode json, DataType type) {
    JsonNode shape = file().get("shape");
    SwinSpec.Image image = new SwinSpec.Image(3, shape.get("IMG").asInt(), shape.get("IMG").asInt(), shape.get("PATCH_SIZE").asInt());
    List<SwinSpec.Stage> stages = IntStream.range(0, shape.get("DEPTHS").size())
        .mapToObj(i -> new SwinSpec.Stage(shape.get("DEPTHS").get(i).asInt(), shape.get("NUM_HEADS").get(i).asInt())).toList();
    SwinDetails details = new SwinDetails(shape.get("MLP_RATIO").asDouble(), true, OptionalDouble.empty(), false, true, json.get("drop_path").asDouble());
    AdaptiveSwin.Builder builder = AdaptiveSwin.builder(new SwinSpec(image, shape.get("EMBED_DIM").asInt(), stages, shape.get("WINDOW_SIZE").asInt(), details))
        .decoder(shape.get("DECODER_DIM").asInt()).layout(DecoderLayout.valueOf(json.get("decoder_layout").asText())).dataType(type);
    json.get("tasks").forEach(task -> builder.task(TASKS.get(task.asText())));
    if (!json.get("policy").isNull()) {
      ControllerPolicy policy = json.get("policy").asText().equals("single") ? ControllerPolicy.SINGLE : ControllerPolicy.PER_TASK;
      builder.controllers(new Controllers(policy, json.get("ada_blocks").asBoolean(), json.get("ada_tokens").asBoolean(), shape.get("BLOCK_CONTROLLER_DIM").asInt(),
          shape.get("TOKEN_CONTROLLER_DIM").asInt(), Controllers.TEMPERATURE, SkippedToken.LEGACY_NORM));
    }
    return builder.build();
  }

  static AdaptiveView view(JsonNode json) {
    if (json.get("policy").isNull()) {
      return new AdaptiveView.Static();
    }
    return json.get("adaptive").asBoolean()
        ? new AdaptiveView.Adaptive(json.get("hard").asBoolean(), Optional.of(json.get("task")).filter(t -> !t.isNull()).map(JsonNode::asText))
        : new AdaptiveView.Watched();
  }

  static Parameters weights(AdaptiveSwin network, String prefix) {
    Parameters weights = Parameters.fresh(network, 1);
    for (SwinEntry entry : AdaptiveEntries.of(network.parameters())) {
      weights.set(entry.parameter(), entry.toOurs(Formula.state(prefix + "/" + entry.name(), entry.shape())));
    }
    return weights;
  }

  /** What the tape of a case gives to a placeholder, for its first call. */
  static INDArray fed(JsonNode json, Feed feed, long batch) {
    String prefix = json.get("prefix").asText();
    if (feed instanceof Feed.Noise noise) {
      String key = noise.placeholder().replace("swin/call.", "").replace(".noise", "");
      long[] shape = noise.shape();
      shape[0] = batch;
      for (Map.Entry<String, JsonNode> force : json.path("force").properties()) {
        if (key.startsWith(force.getKey().replace("*", ""))) {
          return Nd4j.valueArrayOf(shape, force.getValue().asDouble(), DataType.DOUBLE);
        }
      }
      return Formula.fill(prefix + "/noise/0/" + key, 4, shape);
    }
    if (feed instanceof Feed.SampleMask mask) {
      String key = mask.placeholder().replace("swin/layers.", "").replace(".blocks", "").replace(".path.mask", "");
      return Formula.fill(prefix + "/drop/0/" + key, 1, batch).gt(-0.5).castTo(DataType.DOUBLE).div(mask.keep()).reshape(batch, 1, 1);
    }
    return Nd4j.scalar(DataType.DOUBLE, ((Feed.Scalar) feed).usual());
  }
}
