package org.automtl4j.graph.model.internal.zip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.npy.ZipEntries;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.model.ModelInfo;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.GraphModel;
import org.automtl4j.graph.model.internal.InferenceGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The zip of a model whose network is none of branches: a manifest of version 3, which earlier releases refuse politely, and the inference graph with its numbers
 * as SameDiff writes it. Equal models give equal manifests.
 */
public final class GraphModelFile {
  /** The entry with the graph. */
  static final String GRAPH = "automtl4j/graph.fb";
  private static final String NETWORK = "network";
  private static final int VERSION = 3;
  private static final int LARGEST_SIDE = 1 << 13;
  private static final int MOST_CHANNELS = 1 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GraphModelFile() {}

  /**
   * What a file holds.
   *
   * @param model the model
   * @param preprocessing what happens to images first, if known
   * @param info where the model comes from
   */
  public record Contents(GraphModel model, Optional<Preprocessing> preprocessing, ModelInfo info) {}

  /**
   * @param file a model file
   * @return whether it holds a graph; files that are none of ours, or damaged, do not
   */
  public static boolean isOne(Path file) {
    try (ZipFile zip = ZipEntries.open(file)) {
      return zip.getEntry(GRAPH) != null;
    } catch (IOException | InvalidInputException e) {
      return false;
    }
  }

  /**
   * Writes a file whole or not at all, over an older one.
   *
   * @param file where to
   * @param model the model
   * @param preprocessing what happens to images first, if known
   * @param info where the model comes from
   * @param more other entries by name
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, GraphModel model, Optional<Preprocessing> preprocessing, ModelInfo info, Map<String, byte[]> more) {
    ByteBuffer graph = model.graph().sameDiff().asFlatBuffers(false);
    byte[] bytes = new byte[graph.remaining()];
    graph.get(bytes);
    try {
      WholeFile.write(file, out -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        ModelFile.text(zip, ModelFile.MANIFEST, manifest(model, preprocessing, info, HexFormat.of().formatHex(ModelFile.sha256().digest(bytes))));
        ModelFile.bytes(zip, GRAPH, bytes);
        for (Map.Entry<String, byte[]> entry : more.entrySet()) {
          ModelFile.bytes(zip, entry.getKey(), entry.getValue());
        }
        zip.finish();
      });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String manifest(GraphModel m, Optional<Preprocessing> preprocessing, ModelInfo info, String sum) {
    ObjectNode root = MAPPER.createObjectNode().put("format", ManifestWriter.FORMAT).put("version", VERSION).put("method", m.method());
    ArrayNode tasks = root.putArray("tasks");
    m.tasks().forEach(task -> tasks.add(ManifestWriter.task(task).put("prediction", m.graph().predictions().get(task.name()))));
    root.put("dataType", m.dataType().name());
    ObjectNode input = root.putObject("input").put("name", m.graph().input()).put("channels", m.inputChannels()).put("height", m.height()).put("width", m.width());
    ManifestWriter.preprocessing(preprocessing, input);
    root.putObject("size").put("backboneParameters", m.size().backboneParameters()).put("parameters", m.size().parameters()).put("multiplyAdds", m.size().multiplyAdds());
    ManifestWriter.info(info, root);
    m.structure().ifPresent(structure -> root.set(NETWORK, tree(structure)));
    root.put(ManifestWriter.SHA256, sum);
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest that cannot be written", e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a structure that is not JSON", e);
    }
  }

  /**
   * @param file a file that {@link #write} wrote
   * @param sums whether the graph is to have the SHA-256 of the manifest
   * @return what it holds
   * @throws InvalidInputException if it cannot be read: truncated, damaged or of a newer format
   */
  public static Contents read(Path file, boolean sums) {
    String where = file + ", " + ModelFile.MANIFEST;
    try (ZipFile zip = ZipEntries.open(file)) {
      JsonNode manifest = MAPPER.readTree(ModelFile.manifest(zip, file));
      JsonFields root = new JsonFields(where, manifest);
      long version = root.whole("version", 1, Integer.MAX_VALUE);
      if (version > VERSION) {
        throw new InvalidInputException(where + ": written by a newer release (format version " + version + "; this one reads up to " + VERSION + "); please update");
      }
      Map<String, String> predictions = new LinkedHashMap<>();
      List<Task> tasks = root.objects("tasks", fields -> {
        Task task = ManifestReader.task(fields);
        predictions.put(task.name(), fields.text("prediction"));
        return task;
      });
      JsonFields input = root.object("input");
      JsonFields size = root.object("size");
      byte[] bytes = ModelFile.entry(file, GRAPH);
      Optional<String> sum = ManifestReader.sha256(root);
      String found = HexFormat.of().formatHex(ModelFile.sha256().digest(bytes));
      if (sums && sum.filter(found::equals).isEmpty()) {
        throw new InvalidInputException(file + ", " + GRAPH + ": this is not the graph that the model was written with: its SHA-256 is " + found
            + "; take the file from where it was written again");
      }
      SameDiff graph = GraphBytes.read(bytes, file + ", " + GRAPH);
      String name = input.text("name");
      List<String> numbers = graph.variables().stream().filter(v -> v.getVariableType() == VariableType.VARIABLE).map(SDVariable::name).toList();
      predictions.values().stream().filter(v -> !graph.hasVariable(v)).findFirst().ifPresent(v -> {
        throw new InvalidInputException(where + ": its parts do not fit together: the graph has no variable '" + v + "'");
      });
      GraphModel model = new GraphModel(root.text("method"), tasks, new InferenceGraph(graph, name, predictions, numbers), (int) input.whole("channels", 1, MOST_CHANNELS),
          (int) input.whole("height", 1, LARGEST_SIDE), (int) input.whole("width", 1, LARGEST_SIDE), root.constant("dataType", DataType.class),
          new ModelSize(size.whole("backboneParameters", 0, Long.MAX_VALUE), size.whole("parameters", 0, Long.MAX_VALUE), size.whole("multiplyAdds", 0, Long.MAX_VALUE)),
          Optional.of(manifest.path(NETWORK)).filter(JsonNode::isObject).map(JsonNode::toString));
      return new Contents(model, ManifestReader.preprocessing(input), ManifestReader.info(root));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(where + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }
}
