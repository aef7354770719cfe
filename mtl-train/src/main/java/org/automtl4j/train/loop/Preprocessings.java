package org.automtl4j.train.loop;

import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;

/** Hands on to the finished model what a data set says about itself. */
public final class Preprocessings {

  private Preprocessings() {}

  /**
   * @param data what a model is trained on
   * @return how images become its input, as the finished model has to know it
   */
  public static Preprocessing of(MultiTaskDataSet data) {
    ImageEncoding encoding = data.imageEncoding();
    return new Preprocessing(ChannelOrder.valueOf(encoding.order().name()), encoding.mean(), encoding.scale());
  }

  /**
   * Under which licence a data set may be used, as far as it is known.
   *
   * @param data a data set
   * @return a sentence for the model card
   */
  public static String licence(MultiTaskDataSet data) {
    return data instanceof SyntheticScenes ? "none is needed: the scenes are rendered by AutoMTL4J" : "not known to AutoMTL4J; ask the owner of the data";
  }
}
