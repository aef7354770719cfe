package org.automtl4j.train.internal;

import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;

/** Hands a data set's image encoding on to the finished model. */
final class Preprocessings {

  private Preprocessings() {}

  static Preprocessing of(MultiTaskDataSet data) {
    ImageEncoding encoding = data.imageEncoding();
    return new Preprocessing(ChannelOrder.valueOf(encoding.order().name()), encoding.mean(), encoding.scale());
  }
}
