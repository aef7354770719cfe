package org.automtl4j.graph.prototxt.internal;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How a layer of Caffe's prepares images: blue, green, red in 0..255, minus the mean, times the scale.
 *
 * @param mean one number for each channel
 * @param scale the factor
 */
public record CaffeImages(List<Double> mean, double scale) {

  /** Keeps an unmodifiable copy. */
  public CaffeImages {
    mean = List.copyOf(mean);
  }

  static Optional<CaffeImages> of(Fields net, List<Fields> layers) {
    for (Fields layer : layers) {
      if (CaffeTypes.isInput(CaffeTypes.of(layer)) && layer.has("transform_param")) {
        Fields p = layer.child("transform_param");
        List<Double> mean = p.all("mean_value", Float.class).stream().map(value -> Double.parseDouble(Float.toString(value))).toList();
        int channels = FileInput.of(net, layers).channels();
        if (mean.size() == 1 || mean.isEmpty() && p.has("scale")) {
          mean = Collections.nCopies(channels, mean.isEmpty() ? 0 : mean.get(0));
        }
        return mean.size() == channels && p.real("scale") > 0 ? Optional.of(new CaffeImages(mean, p.real("scale"))) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
