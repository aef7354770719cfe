package org.automtl4j.graph.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.PublishedEntry;
import org.automtl4j.graph.model.published.PublishedNames;
import org.automtl4j.graph.model.published.TorchFile;
import org.automtl4j.graph.model.published.TorchTensor;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.prototxt.UnsupportedFields;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One network of the golden data: its supermodel with the published weights, inputs and expected outputs. */
public record GoldenCase(Path folder, JsonNode json) {

  /** Reads a case's description. */
  public static GoldenCase read(Path folder) {
    return new GoldenCase(folder, GoldenFolder.json(folder.resolve("case.json")));
  }

  /** The name of the case in reports. */
  public String name() {
    return GoldenFolder.name(folder);
  }

  /** The names of the tasks. */
  public List<String> tasks() {
    return StreamSupport.stream(json.get("tasks").spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The network, read as the published code reads it. */
  public Backbone backbone() {
    return Prototxt.read(folder.resolve("backbone.prototxt"), UnsupportedFields.IGNORE);
  }

  /** The supermodel with the published weights, on the case's backbone or one with the same layers wired otherwise. */
  public SuperModel model(Backbone backbone, DataType type) {
    SuperModel.Builder builder = SuperModel.builder(backbone).dataType(type);
    for (String task : tasks()) {
      JsonNode head = json.get("heads").get(task);
      builder.task(Task.of(task, TaskKind.EDGES, head.path("out").asInt(backbone.channels(backbone.output().index()))), head(head));
    }
    SuperModel model = builder.build();
    Map<String, TorchTensor> state = TorchFile.read(folder.resolve("checkpoint.model")).stateDict();
    for (PublishedEntry entry : PublishedNames.of(model)) {
      if (entry.shape().length > 0) {
        entry.write(model.parameters(), state.get(entry.name()).array(type));
      }
    }
    return model;
  }

  private static TaskHead head(JsonNode head) {
    return switch (head.get("type").asText()) {
      case "identity" -> (scope, feature, task) -> feature;
      case "conv1x1" -> TaskHead.conv1x1();
      case "aspp" -> TaskHead.aspp(head.get("hidden").asInt(), head.get("dropout").asDouble());
      default -> throw new IllegalArgumentException("head " + head);
    };
  }

  /** One of the case's npz files. */
  public NpzFile arrays(String file) {
    return NpzFile.read(folder.resolve(file));
  }

  /** The input images, [N, C, H, W]. */
  public INDArray input(DataType type) {
    return NpyFile.read(folder.resolve("input.npy")).toINDArray(type);
  }

  /** The stage of a run or gradient. */
  public static Stage stage(JsonNode run) {
    return switch (run.get("stage").asText()) {
      case "common", "hard_sharing" -> Stage.COMMON;
      case "task_specific" -> Stage.TASK_SPECIFIC;
      case "pre_train_all" -> Stage.PRE_TRAIN;
      case "mtl" -> run.get("hard").asBoolean() ? Stage.HARD : Stage.SOFT;
      default -> throw new IllegalArgumentException("stage " + run);
    };
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
