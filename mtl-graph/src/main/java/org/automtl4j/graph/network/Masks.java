package org.automtl4j.graph.network;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;

/** Adds what is multiplied by a fed mask in training. */
final class Masks {
  private final GraphBuilder scope;

  Masks(GraphBuilder scope) {
    this.scope = scope;
  }

  SDVariable dropout(String output, SDVariable x, double ratio) {
    return isOff(output, ratio) ? x : x.mul(output, scope.feed(new Feed.Mask(output + ".mask", 1 - ratio, x.name())));
  }

  SDVariable perSample(String output, SDVariable x, double ratio, long... shape) {
    return isOff(output, ratio) ? x : x.mul(output, scope.feed(new Feed.SampleMask(output + ".mask", 1 - ratio, shape)));
  }

  private boolean isOff(String output, double ratio) {
    if (!(ratio >= 0 && ratio < 1)) {
      throw new IllegalArgumentException("'" + output + "': dropout must be in [0, 1), found " + ratio);
    }
    return !scope.training() || ratio == 0;
  }

  /** The shape of a feed's placeholder. */
  long[] shape(Feed feed) {
    if (feed instanceof Feed.Noise noise) {
      return noise.shape();
    }
    if (feed instanceof Feed.SampleMask mask) {
      long[] shape = new long[mask.shape().length + 1];
      shape[0] = -1;
      System.arraycopy(mask.shape(), 0, shape, 1, mask.shape().length);
      return shape;
    }
    if (feed instanceof Feed.Mask mask) {
      long[] known = scope.sameDiff().getVariable(mask.like()).getShape();
      long[] open = known == null ? new long[4] : known.clone();
      Arrays.fill(open, -1);
      return open;
    }
    return new long[0];
  }
}
