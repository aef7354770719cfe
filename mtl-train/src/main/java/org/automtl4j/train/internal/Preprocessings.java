package org.automtl4j.train.internal;

import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;

/** Hands on to the finished model what a data set says about itself. */
final class Preprocessings {

  private Preprocessings() {}

  static Preprocessing of(MultiTaskDataSet data) {
    ImageEncoding encoding = data.imageEncoding();
    return new Preprocessing(ChannelOrder.valueOf(encoding.order().name()), encoding.mean(), encoding.scale());
  }

  /** Under which licence a data set may be used, as far as it is known. */
  static String licence(MultiTaskDataSet data) {
    return data instanceof SyntheticScenes ? "none is needed: the scenes are rendered by AutoMTL4J" : "not known to AutoMTL4J; ask the owner of the data";
  }
}
