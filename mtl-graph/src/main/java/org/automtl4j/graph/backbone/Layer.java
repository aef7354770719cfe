package org.automtl4j.graph.backbone;

/** One layer of a backbone: what it computes, without its wiring. The types of the prototxt dialect are all there are. */
public sealed interface Layer permits Convolution, BatchNorm, Relu, Relu6, Pooling, Padding, Eltwise, Dropout, InnerProduct {

  /** @return the name in the file, for messages; need not be unique */
  String name();

  /** @return the type as prototxt files write it, such as {@code "Convolution"} */
  String type();
}
