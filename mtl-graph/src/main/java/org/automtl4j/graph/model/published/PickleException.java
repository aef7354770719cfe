package org.automtl4j.graph.model.published;

/** What is wrong with a pickle; becomes an {@code InvalidInputException} that names the file. */
final class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PickleException(String message) {
    super(message);
  }
}
