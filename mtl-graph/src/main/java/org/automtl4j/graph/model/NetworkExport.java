package org.automtl4j.graph.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.model.internal.dl4j.GraphExporter;
import org.automtl4j.graph.model.internal.onnx.OnnxExporter;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * One view of any network as it stands, for other programs: Deeplearning4j, ONNX and SameDiff. What the view does not need is left out, such as the kernels of closed
 * edges. Outputs are those of the heads, by task, in the order of the tasks.
 *
 * @param network the structure
 * @param parameters its numbers
 * @param view what is computed; one that needs neither noise nor numbers that are fed
 * @param height rows of the images
 * @param width columns of the images
 */
public record NetworkExport(Network network, Parameters parameters, View view, int height, int width) {

  /**
   * @return the graph of all tasks
   * @throws InvalidInputException if the images do not fit, or the view is not one of the network or needs something that is fed
   */
  public NetworkGraph graph() {
    List<String> tasks = network.tasks().stream().map(Task::name).toList();
    NetworkGraph graph = network.graph(parameters, new GraphRequest(view, tasks, GraphRequest.Mode.INFERENCE, height, width));
    if (!graph.feeds().isEmpty()) {
      throw new InvalidInputException("view '" + view.id() + "' is fed " + graph.feeds().get(0).placeholder() + " and more; export a view that computes from images alone");
    }
    return graph;
  }

  /**
   * @return the same function in Deeplearning4j, with weights of its own
   * @throws InvalidInputException if something has no counterpart there; the message names the layer
   */
  public ComputationGraph computationGraph() {
    NetworkGraph graph = graph();
    return GraphExporter.export(graph.sameDiff(), graph.input(), inputShape(), predictions(graph)).graph();
  }

  /**
   * Writes it, whole or not at all, over an older file.
   *
   * @param format DL4J (a zip of {@code ModelSerializer}), ONNX or SAMEDIFF
   * @param file where to
   * @throws InvalidInputException if the format cannot express something
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(ModelFormat format, Path file) {
    NetworkGraph graph = graph();
    write(file, switch (format) {
      case DL4J -> out -> ModelSerializer.writeModel(computationGraph(), out, false);
      case ONNX -> OnnxExporter.export(graph.sameDiff(), graph.input(), inputShape(), predictions(graph), Map.of());
      case SAMEDIFF -> out -> {
        ByteBuffer buffer = graph.sameDiff().asFlatBuffers(false);
        WritableByteChannel channel = Channels.newChannel(out);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      };
      case NPZ -> throw new InvalidInputException("format: found NPZ, allowed: DL4J, ONNX, SAMEDIFF");
    });
  }

  private static void write(Path file, WholeFile.Content content) {
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** @return how many numbers the view needs, running statistics included */
  public long numbers() {
    return graph().parameters().stream().mapToLong(name -> parameters.get(name).length()).sum();
  }

  private long[] inputShape() {
    return new long[] {network.inputChannels(), height, width};
  }

  private Map<String, String> predictions(NetworkGraph graph) {
    Map<String, String> predictions = new LinkedHashMap<>();
    network.tasks().forEach(task -> predictions.put(task.name(), graph.predictions().get(task.name())));
    return predictions;
  }
}
