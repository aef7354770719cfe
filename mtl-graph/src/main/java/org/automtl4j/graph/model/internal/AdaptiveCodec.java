package org.automtl4j.graph.model.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.adamtl.ControllerPolicy;
import org.automtl4j.graph.adamtl.Controllers;
import org.automtl4j.graph.adamtl.DecoderLayout;
import org.automtl4j.graph.adamtl.PackedSwin;
import org.automtl4j.graph.adamtl.SkippedToken;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.automtl4j.graph.swin.SwinDetails;
import org.automtl4j.graph.swin.SwinSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The structure of an adaptive Swin network beside the graph in a model's file: with it, what is left out need not be computed. */
final class AdaptiveCodec {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AdaptiveCodec() {}

  /** Empty for networks that decide nothing. */
  static Optional<String> write(Network network, View view) {
    if (!(network instanceof AdaptiveSwin adaptive) || adaptive.controllers().isEmpty() || !view.equals(new AdaptiveView.Adaptive())) {
      return Optional.empty();
    }
    SwinSpec spec = adaptive.encoder().spec();
    Controllers controllers = adaptive.controllers().get();
    ObjectNode root = MAPPER.createObjectNode().put("patch", spec.image().patch()).put("width", spec.width()).put("window", spec.window());
    spec.stages().forEach(stage -> root.withArray("stages").add(MAPPER.createArrayNode().add(stage.depth()).add(stage.heads())));
    root.put("mlpRatio", spec.details().mlpRatio()).put("qkvBias", spec.details().qkvBias()).put("positions", spec.details().positions())
        .put("patchNorm", spec.details().patchNorm()).put("dropPath", spec.details().dropPath());
    spec.details().qkScale().ifPresent(scale -> root.put("qkScale", scale));
    root.put("decoder", adaptive.decoder().width()).put("layout", adaptive.layout().name());
    root.putObject("controllers").put("policy", controllers.policy().name()).put("blocks", controllers.blocks()).put("tokens", controllers.tokens())
        .put("blockHidden", controllers.blockHidden()).put("tokenHidden", controllers.tokenHidden()).put("temperature", controllers.temperature())
        .put("skippedToken", controllers.skippedToken().name());
    return Optional.of(root.toString());
  }

  /** What leaves out, over the model's own numbers. */
  static PackedSwin packed(GraphModel model, String structure) {
    AdaptiveSwin network = read(model, structure);
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    for (ParameterSpec spec : network.parameters()) {
      if (!model.graph().sameDiff().hasVariable(spec.name())) {
        throw new InvalidInputException("network: its graph has no numbers called " + spec.name());
      }
      numbers.put(spec.name(), model.graph().sameDiff().getVariable(spec.name()).getArr());
    }
    return new PackedSwin(network, Parameters.over(network, numbers));
  }

  private static AdaptiveSwin read(GraphModel model, String structure) {
    try {
      JsonNode root = MAPPER.readTree(structure);
      List<SwinSpec.Stage> stages = new ArrayList<>();
      root.path("stages").forEach(stage -> stages.add(new SwinSpec.Stage(stage.path(0).asInt(), stage.path(1).asInt())));
      SwinDetails details = new SwinDetails(root.path("mlpRatio").asDouble(), root.path("qkvBias").asBoolean(),
          root.has("qkScale") ? OptionalDouble.of(root.path("qkScale").asDouble()) : OptionalDouble.empty(), root.path("positions").asBoolean(),
          root.path("patchNorm").asBoolean(), root.path("dropPath").asDouble());
      SwinSpec spec = new SwinSpec(new SwinSpec.Image(model.inputChannels(), model.height(), model.width(), root.path("patch").asInt()), root.path("width").asInt(), stages,
          root.path("window").asInt(), details);
      JsonNode c = root.path("controllers");
      Controllers controllers = new Controllers(constant(ControllerPolicy.values(), c.path("policy")), c.path("blocks").asBoolean(), c.path("tokens").asBoolean(),
          c.path("blockHidden").asInt(), c.path("tokenHidden").asInt(), c.path("temperature").asDouble(), constant(SkippedToken.values(), c.path("skippedToken")));
      AdaptiveSwin.Builder builder = AdaptiveSwin.builder(spec).decoder(root.path("decoder").asInt()).layout(constant(DecoderLayout.values(), root.path("layout")))
          .controllers(controllers).dataType(model.dataType());
      model.tasks().forEach(builder::task);
      return builder.build();
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("network: not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static <E extends Enum<E>> E constant(E[] values, JsonNode name) {
    return Arrays.stream(values).filter(value -> value.name().equals(name.asText())).findFirst()
        .orElseThrow(() -> new InvalidInputException("network: found '" + name.asText() + "', allowed: " + List.of(values)));
  }
}
