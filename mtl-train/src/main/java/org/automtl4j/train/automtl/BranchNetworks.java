package org.automtl4j.train.automtl;

import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.model.convert.WeightsFile;
import org.automtl4j.train.method.NetworkRequest;

/** Makes networks of branches, without numbers. */
public final class BranchNetworks {
  private BranchNetworks() {}

  /**
   * @param request what it is made of
   * @param batchNorms whether BatchNorms have policies
   * @param sharedBottom how many of the first convolutions are shared by all tasks without a choice
   * @return the structure
   */
  public static BranchNetwork of(NetworkRequest request, BatchNormPolicy batchNorms, int sharedBottom) {
    Backbone backbone = request.backbone().backbone();
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(batchNorms).shareBottom(sharedBottom).dataType(request.dataType()).seed(request.seed());
    request.tasks().forEach(task -> builder.task(task.task(), task.head()));
    request.backbone().weights().ifPresent(file -> builder.weights(WeightsFile.read(file, backbone)));
    return builder.network();
  }
}
