package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ParameterNames;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes a model's arrays under their published names as an {@code .npz}, which NumPy and {@link PublishedCheckpoint} read. */
public final class PublishedExport {
  private PublishedExport() {}

  /**
   * @param model whose numbers; of a finished model those on its tasks' paths suffice, others are left out
   * @param architecture the branches of a finished model: its policies are written as 1 for the branch taken and 0 for the others; empty: the logits as they are
   * @param file where to; it appears whole or not at all
   */
  public static void write(SuperModel model, Optional<Architecture> architecture, Path file) {
    Parameters numbers = model.parameters();
    SuperModel complete = model.fresh(0);
    architecture.ifPresent(a -> writePolicies(complete, a));
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    arrays.put(PublishedCheckpoint.VERSION_ENTRY, NumberArray.of(new long[] {PublishedCheckpoint.VERSION}, 1));
    for (PublishedEntry entry : PublishedNames.of(complete)) {
      boolean policy = entry.row() >= 0;
      if (entry.shape().length == 0) {
        arrays.put(entry.name(), NumberArray.of(new long[] {0}));
      } else if (policy && architecture.isPresent()) {
        arrays.put(entry.name(), NumberArray.of(entry.read(complete.parameters())));
      } else if (entry.parameter().map(numbers::contains).orElse(!policy)) {
        arrays.put(entry.name(), NumberArray.of(entry.read(numbers)));
      }
    }
    NpzFile.write(file, arrays);
  }

  private static void writePolicies(SuperModel model, Architecture architecture) {
    for (Task task : model.tasks()) {
      for (PolicyNode node : model.policyNodes()) {
        INDArray row = Nd4j.zeros(model.dataType(), Branch.values().length);
        row.putScalar(architecture.branch(task.name(), node.layer()).ordinal(), 1);
        model.parameters().get(ParameterNames.policy(task.name())).putRow(node.row(), row);
      }
    }
  }
}
