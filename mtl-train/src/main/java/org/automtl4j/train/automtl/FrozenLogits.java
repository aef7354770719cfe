package org.automtl4j.train.automtl;

import java.util.List;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.network.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Logits that do not learn: those of the first convolutions, for all tasks, are (1, 0, 0).
 *
 * @param logits of all tasks, [policy nodes, 3]
 * @param rows which of them are frozen
 */
public record FrozenLogits(List<INDArray> logits, List<Integer> rows) {

  /**
   * @param model whose logits
   * @param convolutions how many of the first
   * @return what is to be held
   */
  public static FrozenLogits of(SuperModel model, int convolutions) {
    List<INDArray> logits = model.parameters().all().stream().filter(p -> p.role() == Role.CHOICE).map(p -> p.array()).toList();
    List<Integer> rows =
        model.policyNodes().stream()
            .filter(node -> model.backbone().nodes().get(node.layer()).layer() instanceof Convolution)
            .limit(convolutions)
            .map(PolicyNode::row)
            .toList();
    return new FrozenLogits(logits, rows);
  }

  /** Undoes what a step has done to them. */
  public void restore() {
    for (INDArray array : logits) {
      for (int row : rows) {
        array.putScalar(row, 0, 1);
        array.putScalar(row, 1, 0);
        array.putScalar(row, 2, 0);
      }
    }
  }
}
