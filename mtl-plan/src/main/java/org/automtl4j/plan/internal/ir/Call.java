package org.automtl4j.plan.internal.ir;

/** One native call with its arrays and arguments, prepared once and run in every step. */
public interface Call extends AutoCloseable {
  /** Runs it: reads the inputs' arrays, writes the outputs'. */
  void run();

  /** Frees what the preparation took; the arrays belong to others. */
  @Override
  default void close() {}
}
