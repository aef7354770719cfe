package org.automtl4j.graph.model.internal.zip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.zip.StoredPart.Layout;
import org.automtl4j.graph.prototxt.Prototxt;
import org.nd4j.linalg.api.buffer.DataType;

/** Reads a {@link Manifest} from JSON. Fields that it does not know are left alone. */
final class ManifestReader {
  private static final int MOST = 1 << 20;
  private static final int LARGEST_SIDE = 1 << 13;
  private static final ObjectMapper MAPPER = new ObjectMapper()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String where;
  private final Map<String, TaskHead> ownHeads;

  private ManifestReader(String where, Map<String, TaskHead> ownHeads) {
    this.where = where;
    this.ownHeads = ownHeads;
  }

  /**
   * @param json the manifest
   * @param where how messages call it
   * @param ownHeads by task, heads that only the caller can make
   * @throws InvalidInputException if it is no manifest or a newer one
   */
  static Manifest read(String json, String where, Map<String, TaskHead> ownHeads) {
    try {
      return new ManifestReader(where, ownHeads).manifest(new JsonFields(where, MAPPER.readTree(json)));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(where + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(where) ? e : new InvalidInputException(where + ": " + e.getMessage(), e);
    }
  }

  private Manifest manifest(JsonFields root) {
    if (!ManifestWriter.FORMAT.equals(root.text("format"))) {
      throw root.wrong("format", "\"" + ManifestWriter.FORMAT + "\"");
    }
    long version = root.whole("version", 1, Integer.MAX_VALUE);
    if (version > ManifestWriter.VERSION) {
      throw new InvalidInputException(
          where + ": written by a newer release (format version " + version + "; this one reads up to " + ManifestWriter.VERSION + "); please update");
    }
    Map<String, TaskHead> heads = new HashMap<>();
    List<Task> tasks = root.objects("tasks", fields -> {
      Task task = task(fields);
      heads.put(task.name(), head(fields.object("head"), task.name()));
      return task;
    });
    Stage stage = root.constant("stage", Stage.class);
    DataType dataType = root.constant("dataType", DataType.class);
    if (stage == Stage.PRE_TRAIN || stage == Stage.SOFT) {
      throw root.wrong("stage", "COMMON, TASK_SPECIFIC or HARD");
    }
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw root.wrong("dataType", "FLOAT or DOUBLE");
    }
    Optional<Architecture> architecture = root.has("architecture") ? Optional.of(Architecture.fromJson(root.object("architecture").node().toString())) : Optional.empty();
    JsonFields input = root.object("input");
    Optional<Preprocessing> preprocessing = preprocessing(input);
    return new Manifest(
        Prototxt.parse(root.text("backbone"), where + ".backbone"), tasks, heads, root.constant("batchNormPolicy", BatchNormPolicy.class),
        (int) root.whole("sharedBottom", 0, MOST), dataType, stage, architecture, (int) input.whole("height", 1, LARGEST_SIDE), (int) input.whole("width", 1, LARGEST_SIDE), input.has("fixedSize") && input.bool("fixedSize"), preprocessing,
        info(root), root.objects("parameters", ManifestReader::parameter), sha256(root), network(root));
  }

  private static Optional<StoredNetwork> network(JsonFields root) {
    if (!root.has("network")) {
      return Optional.empty();
    }
    JsonFields network = root.object("network");
    return Optional.of(new StoredNetwork(network.text("method"), network.object("settings").node().toString()));
  }

  static Optional<Preprocessing> preprocessing(JsonFields input) {
    return input.has("order") ? Optional.of(new Preprocessing(input.constant("order", ChannelOrder.class), input.numbers("mean"), input.numbers("std"))) : Optional.empty();
  }

  static Optional<String> sha256(JsonFields root) {
    if (!root.has(ManifestWriter.SHA256)) { // not in the first files
      return Optional.empty();
    }
    String sum = root.text(ManifestWriter.SHA256);
    if (!sum.matches("[0-9a-f]{64}")) {
      throw root.wrong(ManifestWriter.SHA256, "64 hexadecimal digits");
    }
    return Optional.of(sum);
  }

  static Task task(JsonFields task) {
    JsonFields ignore = task.object("ignore");
    IgnoreRule rule = ignore.has("atMost") ? IgnoreRule.atMost(ignore.number("atMost"))
        : ignore.has("values") ? new IgnoreRule.Values(ignore.numbers("values")) : IgnoreRule.nothing();
    return new Task(
        task.text("name"), task.constant("kind", TaskKind.class), (int) task.whole("outputs", 1, MOST), task.texts("classNames"), task.text("unit"), rule);
  }

  private TaskHead head(JsonFields head, String task) {
    if (ownHeads.containsKey(task)) {
      return ownHeads.get(task);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> setting : head.object("settings").node().properties()) {
      settings.put(setting.getKey(), MAPPER.convertValue(setting.getValue(), Object.class));
    }
    try {
      return TaskHead.of(head.text("type"), settings);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(head.where() + ": " + e.getMessage() + "; a head of your own must be given when the model is loaded", e);
    }
  }

  static ModelInfo info(JsonFields root) {
    Map<String, String> versions = new HashMap<>();
    JsonFields stored = root.object("versions");
    stored.node().fieldNames().forEachRemaining(name -> versions.put(name, stored.text(name)));
    Map<String, Map<String, Double>> metrics = new HashMap<>();
    JsonFields measured = root.object("metrics");
    measured.node().fieldNames().forEachRemaining(task -> {
      Map<String, Double> values = new HashMap<>();
      JsonFields own = measured.object(task);
      own.node().fieldNames().forEachRemaining(name -> values.put(name, metric(own, name)));
      metrics.put(task, values);
    });
    return new ModelInfo(root.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE), versions, metrics, texts(root, "data"), texts(root, "measured"));
  }

  /** An object of texts that the first files do not have. */
  private static Map<String, String> texts(JsonFields root, String name) {
    Map<String, String> texts = new HashMap<>();
    if (root.has(name)) {
      JsonFields known = root.object(name);
      known.node().fieldNames().forEachRemaining(key -> texts.put(key, known.text(key)));
    }
    return texts;
  }

  /** JSON has no NaN; Jackson writes it as text. */
  private static double metric(JsonFields fields, String name) {
    JsonNode value = fields.node().path(name);
    if (value.isTextual() && List.of("NaN", "Infinity", "-Infinity").contains(value.textValue())) {
      return Double.parseDouble(value.textValue());
    }
    return fields.number(name);
  }

  private static StoredParameter parameter(JsonFields parameter) {
    String name = parameter.text("name");
    List<Long> shape = parameter.wholes("shape", 1, Integer.MAX_VALUE);
    List<StoredPart> parts = parameter.objects("parts", part -> part(part, name, shape));
    if (shape.isEmpty() || shape.size() > 4 || parts.isEmpty()) {
      throw new InvalidInputException(parameter.where() + ": a parameter has one to four axes and at least one part");
    }
    return new StoredParameter(name, shape, parts);
  }

  private static StoredPart part(JsonFields part, String parameter, List<Long> shape) {
    List<Long> outputs = part.wholes("outputs", 0, Integer.MAX_VALUE);
    Layout layout = part.constant("layout", Layout.class);
    long all = shape.isEmpty() ? 0 : shape.get(shape.size() - 1);
    if (outputs.size() != 2 || outputs.get(0) >= outputs.get(1) || outputs.get(1) > all) {
      throw part.wrong("outputs", "a range within 0 and " + all);
    }
    int axes = layout == Layout.KERNEL ? 4 : layout == Layout.COLUMNS ? 2 : shape.size();
    if (axes != shape.size()) {
      throw part.wrong("layout", "one that fits a parameter of shape " + shape);
    }
    return new StoredPart(parameter, outputs.get(0), outputs.get(1), part.text("layer"), part.text("key"), part.whole("offset", 0, Long.MAX_VALUE), layout);
  }
}
