package org.automtl4j.graph.model;

import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.model.internal.FinishedModel;

/** What a model can be written as, see {@link MultiTaskModel#export}. Layers and vertices that one of them has, the others have too. */
public enum ModelFormat {
  /** A zip that {@code ModelSerializer.restoreComputationGraph} and {@link MultiTaskModel#load} read; what {@link MultiTaskModel#save} writes. */
  DL4J("nothing is lost; the only format that automtl predicts with"),
  /**
   * A FlatBuffers file that {@code SameDiff.load} reads: placeholder {@code input} [N, C, H, W], one variable {@code TASK/prediction} per task. ND4J 1.0.0-M2.1 with oneDNN runs its
   * dilated convolutions only after {@code Nd4j.getEnvironment().allowHelpers(false)}.
   */
  SAMEDIFF("lost: preprocessing, kinds and classes of the tasks, the architecture as such; the height and width are fixed"),
  /**
   * ONNX, opset 13: input {@code input} [batch, C, H, W] with any batch, one output per task under its name. Numbers are floats; BatchNorms go into kernels that one path reads.
   */
  ONNX("lost: the architecture as such and BatchNorms that went into kernels; preprocessing and tasks stand in the metadata; the height and width are fixed"),
  /** Arrays under the names of the published PyTorch code, which NumPy and {@code automtl import checkpoint} read. */
  NPZ("lost: preprocessing, kinds and classes of the tasks, the layers; branches that no task takes are not in it");

  private final String loss;

  ModelFormat(String loss) {
    this.loss = loss;
  }

  /** @return what a file of this format does not keep of a model, for people */
  public String loss() {
    return loss;
  }

  /**
   * Refuses, before anything is trained, what this format could not express afterwards.
   *
   * @param model a supermodel
   * @param height rows of the images that the finished model is made for
   * @param width columns of them
   * @throws org.automtl4j.core.InvalidInputException if backbone or heads have something that the format has not; the message names the layer
   */
  public void check(SuperModel model, int height, int width) {
    switch (this) {
      case DL4J, SAMEDIFF, ONNX, NPZ -> FinishedModel.checkExport(model, height, width);
    }
  }
}
