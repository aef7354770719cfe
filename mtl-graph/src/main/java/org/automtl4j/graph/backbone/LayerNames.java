package org.automtl4j.graph.backbone;

/** Gives layers other names. */
final class LayerNames {

  private LayerNames() {}

  static Layer renamed(Layer layer, String name) {
    if (layer instanceof Convolution c) {
      return new Convolution(name, c.outputs(), c.kernel(), c.stride(), c.pad(), c.dilation(), c.groups(), c.bias());
    }
    if (layer instanceof BatchNorm b) {
      return new BatchNorm(name, b.epsilon(), b.momentum(), b.affine(), b.trackStatistics());
    }
    if (layer instanceof Pooling p) {
      return new Pooling(name, p.mode(), p.kernel(), p.stride(), p.pad(), p.ceil(), p.global(), p.countIncludePad());
    }
    if (layer instanceof Padding p) {
      return new Padding(name, p.top(), p.bottom(), p.left(), p.right());
    }
    if (layer instanceof Relu relu) {
      return new Relu(name, relu.inPlace());
    }
    if (layer instanceof Relu6 relu6) {
      return new Relu6(name, relu6.inPlace());
    }
    if (layer instanceof Eltwise e) {
      return new Eltwise(name, e.operation());
    }
    if (layer instanceof Dropout d) {
      return new Dropout(name, d.ratio());
    }
    InnerProduct linear = (InnerProduct) layer;
    return new InnerProduct(name, linear.outputs(), linear.bias());
  }
}
