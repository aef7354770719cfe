package org.automtl4j.train.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.graph.model.published.TorchFile;
import org.automtl4j.graph.model.published.TorchTensor;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of the golden data with its published weights, as something to train. */
public record PublishedRun(Path folder, JsonNode json) {

  public static PublishedRun read(Path folder) {
    return new PublishedRun(folder, GoldenFolder.json(folder.resolve("case.json")));
  }

  /** The name of the case in reports. */
  public String name() {
    return "model/" + folder.getFileName();
  }

  public List<String> tasks() {
    return StreamSupport.stream(json.get("tasks").spliterator(), false).map(JsonNode::asText).toList();
  }

  public NpzFile arrays(String file) {
    return NpzFile.read(folder.resolve(file));
  }

  /** The supermodel with the checkpoint's numbers. */
  public SuperModel model(List<Task> tasks, DataType type) {
    Backbone backbone = Backbone.resolve(folder.resolve("backbone.prototxt").toString(), UnsupportedFields.IGNORE);
    SuperModel.Builder builder = SuperModel.builder(backbone).dataType(type);
    tasks.forEach(task -> builder.task(task, head(json.get("heads").get(task.name()))));
    SuperModel model = builder.build();
    load(model, "checkpoint.model");
    return model;
  }

  /** The output channels of a task's head. */
  public int outputs(String task) {
    return json.get("heads").get(task).path("out").asInt(json.path("feature_channels").asInt());
  }

  private static TaskHead head(JsonNode head) {
    return switch (head.get("type").asText()) {
      case "identity" -> (scope, feature, task) -> feature;
      case "conv1x1" -> TaskHead.conv1x1();
      case "aspp" -> TaskHead.aspp(head.get("hidden").asInt(), head.get("dropout").asDouble());
      default -> throw new IllegalArgumentException("head " + head);
    };
  }

  /** Writes what a file has into a model; a file of policies has only those. */
  public void load(SuperModel model, String file) {
    Map<String, TorchTensor> state = TorchFile.read(folder.resolve(file)).stateDict();
    for (PublishedEntry entry : PublishedNames.of(model)) {
      if (entry.shape().length > 0 && state.containsKey(entry.name())) {
        entry.write(model.parameters(), state.get(entry.name()).array(model.dataType()));
      }
    }
  }

  /** All numbers of a model under their published names. */
  public static Map<String, INDArray> numbers(SuperModel model) {
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    for (PublishedEntry entry : PublishedNames.of(model)) {
      if (entry.parameter().isPresent()) {
        numbers.put(entry.name(), entry.read(model.parameters()).castTo(DataType.DOUBLE));
      }
    }
    return numbers;
  }

  /** Compares a model with a file of the entries that have changed since {@code before}; all others must be what they were. */
  public void compare(SuperModel model, Map<String, INDArray> before, String file, String what, double tolerance) {
    NpzFile expected = arrays(file);
    double largest = 0;
    String worst = "";
    List<String> moved = new ArrayList<>();
    Set<String> changed = Set.copyOf(expected.names());
    for (Map.Entry<String, INDArray> found : numbers(model).entrySet()) {
      boolean listed = changed.contains(found.getKey());
      INDArray wanted = listed ? expected.array(found.getKey()).toINDArray(DataType.DOUBLE) : before.get(found.getKey());
      double difference = GoldenReport.difference(found.getValue().dup().data().asDouble(), wanted.dup().data().asDouble());
      if (!listed && difference > 0) {
        moved.add(found.getKey());
      }
      if (!(difference <= largest)) {
        largest = difference;
        worst = found.getKey() + " " + Arrays.toString(found.getValue().shape());
      }
    }
    GoldenReport.same(name(), what + ": entries that must stay", moved, List.of());
    GoldenReport.close(name(), what + ": all numbers (worst " + worst + ")", largest, tolerance);
  }
}
