package org.automtl4j.graph.mtlnas;

import org.automtl4j.core.ops.Channels;
import org.automtl4j.core.ops.Masked;
import org.automtl4j.core.ops.Resize;
import org.automtl4j.graph.backbone.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The losses of NDDR-CNN and MTL-NAS: predictions are enlarged to the labels, with their corners kept. */
final class PublishedLosses {
  private static final double UNKNOWN = 255;

  private PublishedLosses() {}

  /** Cross-entropy over the pixels that are not 255; [N, 1, H, W]. */
  static SDVariable segmentation(SDVariable prediction, INDArray label, int classes) {
    SameDiff sd = prediction.getSameDiff();
    SDVariable known = sd.constant(label.neq(UNKNOWN).castTo(label.dataType())); // [N, 1, H, W]
    SDVariable logs = Channels.logSoftmax(enlarged(prediction, label));
    SDVariable picked = sd.sum(logs.mul(Channels.oneHot(sd.constant(label), classes)), true, 1).neg(); // [N, 1, H, W]
    return Masked.mean(picked, known);
  }

  /** 1 - mean cosine over the pixels that are not 255 in all channels; [N, 3, H, W]. */
  static SDVariable normals(SDVariable prediction, INDArray label) {
    SameDiff sd = prediction.getSameDiff();
    INDArray known = label.neq(UNKNOWN).castTo(label.dataType()).max(true, 1); // [N, 1, H, W]
    SDVariable cosine = Channels.cosine(enlarged(prediction, label), sd.constant(label)); // [N, 1, H, W]
    return Masked.mean(cosine, sd.constant(known)).rsub(1);
  }

  private static SDVariable enlarged(SDVariable prediction, INDArray label) {
    Shape size = new Shape(0, (int) label.size(2), (int) label.size(3));
    return Resize.bilinearCorners(prediction, size.height(), size.width());
  }
}
