package org.automtl4j.graph.prototxt.internal;

import org.automtl4j.core.InvalidInputException;

/** A fault and its place in the text, so that it can stand in one message with others. */
final class PlacedException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String problem;

  PlacedException(String name, int line, int column, String problem) {
    super(name + ":" + line + ":" + column + ": " + problem);
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  void into(Faults faults) {
    faults.add(line, column, problem);
  }
}
