package org.automtl4j.graph.model.internal.zip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.prototxt.Prototxt;

/**
 * Writes a {@link Manifest} as JSON. Equal manifests give equal text. Models of methods other than AutoMTL are of version {@value #VERSION}, others for
 * one size of images of version {@value #FIXED}, all others of version {@value #FIRST}, which older releases read.
 */
final class ManifestWriter {
  static final String FORMAT = "automtl4j-model";
  static final int VERSION = 3;
  private static final int FIXED = 2;
  static final String SHA256 = "parametersSha256";
  private static final int FIRST = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManifestWriter() {}

  static String write(Manifest m) {
    ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT).put("version", m.network().isPresent() ? VERSION : m.fixedSize() ? FIXED : FIRST);
    root.put("backbone", Prototxt.write(m.backbone()));
    ArrayNode tasks = root.putArray("tasks");
    m.tasks().forEach(task -> tasks.add(task(task, m.heads().get(task.name()))));
    root.put("batchNormPolicy", m.batchNormPolicy().name()).put("sharedBottom", m.sharedBottom()).put("dataType", m.dataType().name()).put("stage", m.stage().name());
    m.architecture().ifPresent(architecture -> root.set("architecture", tree(architecture.toJson())));
    m.network().ifPresent(network -> root.putObject("network").put("method", network.method()).set("settings", tree(network.settings())));
    ObjectNode input = root.putObject("input").put("height", m.height()).put("width", m.width());
    if (m.fixedSize()) {
      input.put("fixedSize", true);
    }
    preprocessing(m.preprocessing(), input);
    info(m.info(), root);
    m.sha256().ifPresent(sum -> root.put(SHA256, sum));
    ArrayNode parameters = root.putArray("parameters");
    m.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest that cannot be written", e);
    }
  }

  static void preprocessing(Optional<Preprocessing> preprocessing, ObjectNode input) {
    preprocessing.ifPresent(p -> {
      input.put("order", p.order().name());
      p.mean().forEach(input.putArray("mean")::add);
      p.std().forEach(input.putArray("std")::add);
    });
  }

  static void info(ModelInfo info, ObjectNode root) {
    root.put("seed", info.seed());
    info.versions().forEach(root.putObject("versions")::put);
    ObjectNode metrics = root.putObject("metrics");
    info.metrics().forEach((task, values) -> values.forEach(metrics.putObject(task)::put));
    if (!info.data().isEmpty()) {
      info.data().forEach(root.putObject("data")::put);
    }
    if (!info.measured().isEmpty()) {
      info.measured().forEach(root.putObject("measured")::put);
    }
  }

  private static ObjectNode task(Task task, TaskHead head) {
    ObjectNode node = task(task);
    ObjectNode settings = node.putObject("head").put("type", head.type()).putObject("settings");
    for (Map.Entry<String, Object> setting : new TreeMap<>(head.settings()).entrySet()) {
      settings.set(setting.getKey(), MAPPER.valueToTree(setting.getValue()));
    }
    return node;
  }

  static ObjectNode task(Task task) {
    ObjectNode node = MAPPER.createObjectNode().put("name", task.name()).put("kind", task.kind().name()).put("outputs", task.outputs());
    task.classNames().forEach(node.putArray("classNames")::add);
    node.put("unit", task.unit());
    ObjectNode ignore = node.putObject("ignore");
    if (task.ignore() instanceof IgnoreRule.Values values) {
      values.values().forEach(ignore.putArray("values")::add);
    } else if (task.ignore() instanceof IgnoreRule.AtMost atMost) {
      ignore.put("atMost", atMost.threshold());
    }
    return node;
  }

  private static ObjectNode parameter(StoredParameter parameter) {
    ObjectNode node = MAPPER.createObjectNode().put("name", parameter.name());
    parameter.shape().forEach(node.putArray("shape")::add);
    ArrayNode parts = node.putArray("parts");
    for (StoredPart part : parameter.parts()) {
      ObjectNode entry = parts.addObject().put("layer", part.layer()).put("key", part.key()).put("offset", part.offset()).put("layout", part.layout().name());
      entry.putArray("outputs").add(part.from()).add(part.to());
    }
    return node;
  }

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an architecture that is not JSON", e);
    }
  }
}
