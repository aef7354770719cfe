package org.automtl4j.graph.model.internal.onnx;

import com.google.protobuf.DynamicMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.graph.model.internal.step.ModelSteps;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Translates an inference graph from SameDiff to ONNX, opset {@value OnnxSchema#OPSET}: one input [batch, C, H, W] with any batch, one output per task under the task's name.
 * Numbers that several paths read are stored once; all are floats of 32 bits.
 */
public final class OnnxExporter {
  /** Protobuf ends at 2 GB; names and nodes take little of it. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (16L << 20);

  private OnnxExporter() {}

  /**
   * @param sd an inference graph
   * @param input its placeholder, [N, C, H, W]
   * @param shape [C, H, W]
   * @param predictions the predicted variable of each task, in task order
   * @param notes kept in the file's metadata
   * @return what a whole file holds
   * @throws InvalidInputException if something has no counterpart in ONNX, or the file would be larger than ONNX files can be; names the layer
   */
  public static WholeFile.Content export(SameDiff sd, String input, long[] shape, Map<String, String> predictions, Map<String, String> notes) {
    ModelSteps steps = ModelSteps.of(sd, input, shape, predictions);
    OnnxNodes nodes = new OnnxNodes();
    predictions.keySet().forEach(nodes::unique); // outputs have the first claim to their names
    Map<String, String> values = new HashMap<>();
    values.put(input, nodes.unique(input));
    Map<String, String> taskOf = new HashMap<>();
    predictions.forEach((task, variable) -> taskOf.putIfAbsent(variable, task));
    OnnxOperations operations = new OnnxOperations(sd, nodes);
    for (Piece piece : Pieces.of(steps.steps(), predictions.values())) {
      String task = taskOf.get(piece.output());
      String output = task == null ? nodes.unique(piece.output()) : task;
      values.put(piece.output(), operations.write(piece, output, piece.inputs().stream().map(values::get).toList()));
    }
    List<DynamicMessage> outputs = new ArrayList<>();
    predictions.forEach((task, variable) -> {
      if (!values.get(variable).equals(task)) { // the prediction of several tasks, or the input itself
        nodes.node("Identity", task, values.get(variable));
      }
      outputs.add(OnnxSchema.value(task, batch(steps.shapes().get(variable))));
    });
    if (nodes.bytes() > MOST_BYTES) {
      throw new InvalidInputException("the model has " + nodes.bytes() + " bytes of weights; an ONNX file holds at most " + MOST_BYTES);
    }
    DynamicMessage model = model(nodes.graph("multi-task model", OnnxSchema.value(values.get(input), batch(shape)), outputs), notes);
    return model::writeTo;
  }

  private static DynamicMessage model(DynamicMessage graph, Map<String, String> notes) {
    DynamicMessage.Builder model = OnnxSchema.message("Model");
    OnnxSchema.set(OnnxSchema.set(model, "ir_version", OnnxSchema.IR_VERSION), "producer_name", "AutoMTL4J");
    OnnxSchema.set(model, "opset_import", OnnxSchema.set(OnnxSchema.set(OnnxSchema.message("OperatorSet"), "domain", ""), "version", OnnxSchema.OPSET).build());
    notes.forEach((key, value) -> OnnxSchema.set(model, "metadata_props", OnnxSchema.set(OnnxSchema.set(OnnxSchema.message("Entry"), "key", key), "value", value).build()));
    return OnnxSchema.set(model, "graph", graph).build();
  }

  private static List<Long> batch(long[] shape) {
    return LongStream.concat(LongStream.of(-1), LongStream.of(shape)).boxed().toList();
  }
}
