package org.automtl4j.graph.swin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.golden.Formula;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Encoders of the golden folder {@code adamtl/encoder}, by their numbers by formula. */
final class SwinGolden {
  static final String FOLDER = "adamtl/encoder/";
  private static final int SAMPLES = 16;
  private static final int WHOLE = 64;

  private SwinGolden() {}

  static Stream<JsonNode> cases() {
    GoldenFolder.needs(FOLDER + "encoder.json");
    return StreamSupport.stream(GoldenFolder.json(FOLDER + "encoder.json").get("cases").spliterator(), false);
  }

  static NpzFile arrays(String name) {
    GoldenFolder.needs(FOLDER + name + ".npz");
    return NpzFile.read(GoldenFolder.root().resolve(FOLDER + name + ".npz"));
  }

  static SwinSpec spec(JsonNode args) {
    int[] size = args.get("img_size").isArray() ? ints(args.get("img_size")) : new int[] {args.get("img_size").asInt(),
        args.get("img_size").asInt()};
    SwinSpec.Image image = new SwinSpec.Image(args.path("in_chans").asInt(3), size[0], size[1], args.get("patch_size").asInt());
    int[] depths = ints(args.get("depths"));
    int[] heads = ints(args.get("num_heads"));
    List<SwinSpec.Stage> stages = IntStream.range(0, depths.length).mapToObj(i -> new SwinSpec.Stage(depths[i], heads[i])).toList();
    SwinDetails details = new SwinDetails(args.get("mlp_ratio").asDouble(), args.path("qkv_bias").asBoolean(true),
        args.has("qk_scale") ? OptionalDouble.of(args.get("qk_scale").asDouble()) : OptionalDouble.empty(), args.path("ape")
        .asBoolean(false),
        args.path("patch_norm").asBoolean(true), args.get("drop_path_rate").asDouble());
    return new SwinSpec(image, args.get("embed_dim").asInt(), stages, args.get("window_size").asInt(), details);
  }

  static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  static NetworkStructure.Basis basis(SwinSpec spec, DataType type) {
    return new NetworkStructure.Basis(spec.image().channels(), type, Initialization.UNIFORM);
  }

  static GraphRequest request(SwinSpec spec, Mode mode) {
    return new GraphRequest(() -> "encoder", List.of("all"), mode, spec.image().height(), spec.image().width());
  }

  /** An encoder whose maps are outputs called {@code stage.<i>}. */
  static NetworkStructure structure(SwinSpec spec) {
    return scope -> {
      List<Features.FeatureMap> maps = new SwinEncoder(spec, "swin").features(scope).maps();
      for (int i = 0; i < maps.size(); i++) {
        scope.expose("stage." + i, maps.get(i).value());
      }
    };
  }

  static List<ParameterSpec> parameters(SwinSpec spec, DataType type) {
    return structure(spec).record(basis(spec, type), request(spec, Mode.TRAINING));
  }

  /** The weights by formula. */
  static Parameters weights(SwinSpec spec, DataType type, String prefix) {
    Parameters weights = Parameters.of(parameters(spec, type), type, 1);
    for (SwinEntry entry : SwinEntry.of(weights.specs(), "swin")) {
      weights.set(entry.parameter(), entry.toOurs(Formula.state(prefix + "/w/" + entry.name(), entry.shape())));
    }
    return weights;
  }

  /** The names and shapes of a published state without its constants. */
  static List<String> published(JsonNode state) {
    List<String> entries = new ArrayList<>();
    for (JsonNode entry : state) {
      String name = entry.get(0).asText();
      if (!name.endsWith("relative_position_index") && !name.endsWith("attn_mask")) {
        entries.add(name + Arrays.toString(ints(entry.get(1))));
      }
    }
    return entries;
  }

  static double[] flat(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  /** All numbers of a small array, 16 of a larger one. */
  static double[] packed(double[] numbers) {
    return numbers.length <= WHOLE ? numbers : IntStream.range(0, SAMPLES).mapToDouble(k -> numbers[k * (numbers.length / SAMPLES)])
        .toArray();
  }

  static double tolerance(JsonNode run, String prefix) {
    return Math.max(1e-5 * run.get(prefix + "absmax").asDouble(), 20 * run.get(prefix + "f64_maxdiff").asDouble());
  }
}
