package org.automtl4j.graph.model.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.onnx.OnnxExporter;

/** Writes the inference graph of a model in formats that other programs read. Files appear whole or not at all. */
public final class GraphFiles {
  /** Begins each key of the metadata in an ONNX file. */
  public static final String NOTE = "automtl4j.";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GraphFiles() {}

  /**
   * @param model a model
   * @param preprocessing what happens to images first, if known
   * @param info where the model comes from
   * @param file where to
   * @throws InvalidInputException if something has no counterpart in ONNX; names the layer
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void writeOnnx(ModelRuntime model, Optional<Preprocessing> preprocessing, ModelInfo info, Path file) {
    InferenceGraph graph = model.graph();
    Map<String, String> notes = notes(model, preprocessing, info);
    write(file, OnnxExporter.export(graph.sameDiff(), graph.input(), model.inputShape(), graph.predictions(), notes));
  }

  /**
   * @param model a model
   * @param file where to
   * @throws InvalidInputException if the graph is larger than SameDiff's files can be
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void writeSameDiff(ModelRuntime model, Path file) {
    InferenceGraph graph = model.graph();
    long bytes = model.numbers() * model.dataType().width();
    if (bytes > Integer.MAX_VALUE - (64L << 20)) {
      throw new InvalidInputException("the model has " + bytes + " bytes of weights; SameDiff's files end at 2 GB");
    }
    write(file, out -> {
      ByteBuffer buffer = graph.sameDiff().asFlatBuffers(false);
      WritableByteChannel channel = Channels.newChannel(out);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    });
  }

  private static void write(Path file, WholeFile.Content content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static Map<String, String> notes(ModelRuntime model, Optional<Preprocessing> preprocessing, ModelInfo info) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(NOTE + "version", "1");
    info.versions().forEach((name, version) -> notes.put(NOTE + "made_by." + name, version));
    preprocessing.ifPresent(p -> {
      ObjectNode input = MAPPER.createObjectNode().put("order", p.order().name());
      p.mean().forEach(input.putArray("mean")::add);
      p.std().forEach(input.putArray("std")::add);
      notes.put(NOTE + "input", input.toString());
    });
    for (Task task : model.tasks()) {
      ObjectNode node = MAPPER.createObjectNode().put("kind", task.kind().name()).put("outputs", task.outputs()).put("unit", task.unit());
      task.classNames().forEach(node.putArray("classNames")::add);
      notes.put(NOTE + "task." + task.name(), node.toString());
    }
    return notes;
  }
}
