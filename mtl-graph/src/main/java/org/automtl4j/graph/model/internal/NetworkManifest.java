package org.automtl4j.graph.model.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.stored.Fields;
import org.automtl4j.graph.stored.NetworkFormats;

/**
 * All of a model of any network but its numbers: version {@value #VERSION} of the manifest in a model file. Versions before are those of AutoMTL's networks.
 *
 * @param method of the network
 * @param network the structure and what of it is computed, as the method's format writes it
 * @param height rows of the images that the model is made for
 * @param width columns of them
 * @param preprocessing what happens to images first, if known
 * @param info where the model comes from
 * @param dataType of the numbers, FLOAT or DOUBLE
 * @param parameters in the order of their numbers, by name the shape
 */
public record NetworkManifest(String method, Map<String, Object> network, int height, int width, Optional<Preprocessing> preprocessing, ModelInfo info,
    String dataType, Map<String, long[]> parameters) {
  static final int VERSION = 3;
  static final String SHA256 = "parametersSha256";
  private static final String FORMAT = "automtl4j-model";
  private static final int LARGEST_SIDE = 1 << 13;
  private static final ObjectMapper MAPPER = new ObjectMapper()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * @param model a model
   * @param preprocessing what happens to images first, if known
   * @param info where it comes from
   * @return what its file says
   * @throws InvalidInputException if no format of a network holds it
   */
  public static NetworkManifest of(StaticRuntime model, Optional<Preprocessing> preprocessing, ModelInfo info) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    model.parameters().all().forEach(p -> shapes.put(p.name(), p.array().shape()));
    String method = model.network().method();
    return new NetworkManifest(method, NetworkFormats.of(method).write(model.network(), model.view()), model.height(), model.width(), preprocessing, info,
        model.parameters().dataType().name(), shapes);
  }

  /** The text of the manifest; equal ones have equal texts. */
  String json(String sha256) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("version", VERSION);
    root.put("method", method);
    root.put("network", network);
    root.put("dataType", dataType);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("height", height);
    input.put("width", width);
    preprocessing.ifPresent(p -> {
      input.put("order", p.order().name());
      input.put("mean", p.mean());
      input.put("std", p.std());
    });
    root.put("input", input);
    root.put("seed", info.seed());
    root.put("versions", new TreeMap<>(info.versions()));
    root.put("metrics", info.metrics());
    root.put("data", new TreeMap<>(info.data()));
    root.put(SHA256, sha256);
    root.put("parameters", parameters.entrySet().stream().map(e -> {
      Map<String, Object> parameter = new LinkedHashMap<>();
      parameter.put("name", e.getKey());
      parameter.put("shape", LongStream.of(e.getValue()).boxed().toList());
      return parameter;
    }).toList());
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest that cannot be written", e);
    }
  }

  /** The root of a manifest, checked to be one of this version. */
  static Fields root(String json, String where) {
    Fields root;
    try {
      root = new Fields(where, MAPPER.readValue(json, new TypeReference<Map<String, Object>>() { }));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(where + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (!FORMAT.equals(root.text("format"))) {
      throw root.wrong("format", FORMAT);
    }
    int version = root.whole("version", 1, Integer.MAX_VALUE);
    if (version > VERSION) {
      throw new InvalidInputException(where + ": written by a newer release (format version " + version + "; this one reads up to " + VERSION + "); please update");
    }
    if (version < VERSION) {
      throw root.wrong("version", "3 where the numbers are in an entry of their own");
    }
    return root;
  }

  static NetworkManifest read(Fields root) {
    Fields input = root.fields("input");
    Optional<Preprocessing> preprocessing = input.has("order")
        ? Optional.of(new Preprocessing(input.constant("order", ChannelOrder.class), input.numbers("mean"), input.numbers("std"))) : Optional.empty();
    String dataType = root.text("dataType");
    if (!List.of("FLOAT", "DOUBLE").contains(dataType)) {
      throw root.wrong("dataType", "FLOAT or DOUBLE");
    }
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Fields parameter : root.all("parameters")) {
      shapes.put(parameter.text("name"), parameter.numbers("shape").stream().mapToLong(Double::longValue).toArray());
    }
    return new NetworkManifest(root.text("method"), root.fields("network").values(), input.whole("height", 1, LARGEST_SIDE), input.whole("width", 1, LARGEST_SIDE),
        preprocessing, info(root), dataType, shapes);
  }

  private static ModelInfo info(Fields root) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    Fields measured = root.fields("metrics");
    for (String task : measured.values().keySet()) {
      Fields own = measured.fields(task);
      Map<String, Double> values = new LinkedHashMap<>();
      own.values().keySet().forEach(name -> values.put(name, metric(own, name)));
      metrics.put(task, values);
    }
    if (!(root.values().get("seed") instanceof Number seed)) {
      throw root.wrong("seed", "a whole number");
    }
    return new ModelInfo(seed.longValue(), texts(root.fields("versions")), metrics, texts(root.fields("data")));
  }

  /** JSON has no NaN; Jackson writes it as text. */
  private static double metric(Fields fields, String name) {
    return fields.values().get(name) instanceof String text && List.of("NaN", "Infinity", "-Infinity").contains(text) ? Double.parseDouble(text) : fields.number(name);
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.values().keySet().forEach(name -> texts.put(name, fields.text(name)));
    return texts;
  }
}
