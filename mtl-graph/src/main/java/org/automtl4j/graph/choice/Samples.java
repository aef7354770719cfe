package org.automtl4j.graph.choice;

import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;

/** What the relaxations have in common. */
final class Samples {
  /** Name of the temperature among the scalars that a phase says. */
  static final String TEMPERATURE = "temperature";
  /** A colder sample would be hard anyway, and its gradient not finite. */
  private static final double COLDEST = 1e-3;

  private Samples() {}

  /** logits + noise, with noise of the logits' shape. */
  static SDVariable noise(NetworkScope scope, SDVariable logits, String name, Feed.Noise.Law law) {
    long[] shape = logits.getShape();
    if (shape == null) {
      shape = StaticShapes.of(logits);
      shape[0] = -1; // what is computed begins with the batch
    }
    return scope.feed(new Feed.Noise(name + ".noise", law, shape));
  }

  static SDVariable temperature(NetworkScope scope) {
    SDVariable fed = scope.feed(new Feed.Scalar(TEMPERATURE, TEMPERATURE, 1));
    return scope.once("coldest temperature", () -> scope.sameDiff().math().max(fed, scope.constant("coldest", () -> Nd4j.scalar(scope.dataType(), COLDEST))));
  }
}
