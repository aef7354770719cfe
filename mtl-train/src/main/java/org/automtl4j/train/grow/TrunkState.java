package org.automtl4j.train.grow;

import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.method.Continuation;

/**
 * Hard sharing as it is where trees fork from it.
 *
 * @param stage how it was trained, and how its forks go on
 * @param model its weights
 * @param end where it has come to
 */
public record TrunkState(Trunk stage, SuperModel model, Continuation end) implements AutoCloseable {

  /** Gives the memory of weights and optimiser back, once all trees have forked. */
  @Override
  public void close() {
    model.parameters().close();
    end.close();
  }
}
