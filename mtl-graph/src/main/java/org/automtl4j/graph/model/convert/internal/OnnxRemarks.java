package org.automtl4j.graph.model.convert.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.model.internal.onnx.OnnxGraph;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;

/** What a reader should know about a conversion that went well: which of several outputs it ends at, and what the exporter did. */
final class OnnxRemarks {
  private static final int MOST_NAMES = 20;

  private OnnxRemarks() {}

  /**
   * @param end where the backbone ends
   * @param feature what the user asked for
   * @param needed the values that the end needs
   * @param found how the end was found
   * @param more a further remark
   * @return all remarks, if there are any
   */
  static Optional<String> of(OnnxGraph graph, String end, Optional<String> feature, Set<String> needed, Optional<String> found, Optional<String> more) {
    List<String> remarks = new ArrayList<>();
    if (feature.isEmpty() && graph.outputs().size() > 1) {
      int further = graph.outputs().size() - MOST_NAMES;
      String names = String.join(", ", graph.outputs().stream().limit(MOST_NAMES).toList()) + (further > 0 ? " and " + further + " more" : "");
      remarks.add("The network has " + graph.outputs().size() + " outputs (" + names + "); the backbone ends at '" + end + "', the one that is made last. --feature NAME takes another.");
    }
    List<OnnxNode> nodes = graph.nodes().stream().filter(node -> node.outputs().stream().anyMatch(needed::contains)).toList();
    List<OnnxNode> convolutions = nodes.stream().filter(node -> node.type().equals("Conv")).toList();
    boolean norms = nodes.stream().anyMatch(node -> node.type().equals("BatchNormalization"));
    if (convolutions.size() > 1 && !norms && convolutions.stream().allMatch(node -> node.input(2).isPresent())) {
      remarks.add("It has no BatchNorm and a bias in every convolution: if it was trained with BatchNorms, the exporter folded them away, and training goes worse without;"
          + " torch.onnx.export(..., training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False) of the model in evaluation mode keeps them.");
    }
    found.ifPresent(remarks::add);
    more.ifPresent(remarks::add);
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", remarks));
  }
}
