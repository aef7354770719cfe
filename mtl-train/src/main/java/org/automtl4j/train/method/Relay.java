package org.automtl4j.train.method;

import java.util.Objects;
import java.util.Optional;

/**
 * One of several trainings that follow each other, and have batches, noise and dropout as if they were one: one that goes on where another has come to, and with whose end
 * others can go on.
 *
 * @param streams the name that seeds batches, noise and dropout of all of them, in place of the stage's
 * @param begin where it goes on; empty: at the beginning
 */
public record Relay(String streams, Optional<Continuation> begin) {

  /** Refuses missing parts. */
  public Relay {
    Objects.requireNonNull(streams, "streams");
    Objects.requireNonNull(begin, "begin");
  }
}
