package org.automtl4j.train.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.supermodel.Branch;
import org.automtl4j.graph.supermodel.ParameterNames;
import org.automtl4j.graph.supermodel.PolicyNode;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The policies that a search left, so that further architectures can be drawn from them: the logits of every branch, by task and layer.
 *
 * <pre>{@code
 * { "format": "automtl4j-policies", "version": 1, "backbone": "resnet18",
 *   "tasks": { "depth": { "0:conv1": { "shared": 0.71, "specific": -0.25, "skip": -0.4 } } } }
 * }</pre>
 */
public final class PolicyFile {
  private static final String FORMAT = "automtl4j-policies";
  private static final int VERSION = 1;

  private PolicyFile() {}

  /**
   * @param model whose policies
   * @return the file's text; reading it gives the same numbers to the last bit
   */
  public static String format(SuperModel model) {
    ObjectNode root = mapper().createObjectNode().put("format", FORMAT).put("version", VERSION).put("backbone", model.backbone().name());
    ObjectNode tasks = root.putObject("tasks");
    for (Task task : model.tasks()) {
      ObjectNode layers = tasks.putObject(task.name());
      for (PolicyNode node : model.policyNodes()) {
        INDArray logits = model.parameters().get(ParameterNames.policy(task.name()));
        ObjectNode branches = layers.putObject(node.key());
        node.choices().forEach(branch -> branches.put(branch.label(), logits.getDouble(node.row(), branch.ordinal())));
      }
    }
    return root.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  /**
   * Sets a model's policies to those of a file.
   *
   * @param file the file
   * @param model a model of the same layers and tasks; it is not changed unless everything fits
   * @throws InvalidInputException if the file cannot be read or is not of this model; the message says where
   */
  public static void load(Path file, SuperModel model) {
    try {
      parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), model);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  static void parse(String json, String where, SuperModel model) {
    JsonNode root = tree(json, where);
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new InvalidInputException(where + ": no policies: \"format\" must be \"" + FORMAT + "\", found " + root.path("format"));
    }
    int version = root.path("version").asInt();
    if (version < 1 || version > VERSION) {
      throw new InvalidInputException(where + ": found version " + root.path("version") + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
    }
    Map<String, INDArray> logits = new LinkedHashMap<>();
    if (root.path("tasks").size() != model.tasks().size()) {
      throw new InvalidInputException(where + ": found " + root.path("tasks").size() + " tasks, allowed: " + model.tasks().stream().map(Task::name).toList());
    }
    for (Task task : model.tasks()) {
      logits.put(task.name(), logits(root.path("tasks").path(task.name()), where + ", task '" + task.name() + "'", model, task));
    }
    logits.forEach((task, values) -> model.parameters().set(ParameterNames.policy(task), values));
  }

  private static JsonNode tree(String json, String where) {
    try {
      return mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(where + ": not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static INDArray logits(JsonNode layers, String where, SuperModel model, Task task) {
    if (layers.size() != model.policyNodes().size()) {
      throw new InvalidInputException(where + ": found " + layers.size() + " layers, allowed: the " + model.policyNodes().size() + " at which tasks choose");
    }
    INDArray logits = model.parameters().get(ParameterNames.policy(task.name())).dup();
    for (PolicyNode node : model.policyNodes()) {
      JsonNode branches = layers.path(node.key());
      for (Branch branch : node.choices()) {
        JsonNode value = branches.path(branch.label());
        if (branches.size() != node.choices().size() || !value.isNumber()) {
          throw new InvalidInputException(where + ", layer " + node.key() + ": found " + branches + ", allowed: one number for each of "
              + node.choices().stream().map(Branch::label).toList());
        }
        logits.putScalar(node.row(), branch.ordinal(), value.doubleValue());
      }
    }
    return logits;
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }
}
