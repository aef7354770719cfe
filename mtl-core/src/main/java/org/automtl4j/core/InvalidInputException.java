package org.automtl4j.core;

import org.automtl4j.core.text.PrintableText;

/**
 * Something that the user gave is wrong: a file, a configuration, a shape, an argument. The message is written for that user: it says where, what was found, what
 * is allowed, and, where it helps, what to do. The command line prints the message alone and ends with exit code 2; a defect of ours is any other exception.
 * Whatever names of files and of what stands in them a message holds, it is one line without control characters, see {@link PrintableText#line}.
 */
public class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one clear line for the user
   */
  public InvalidInputException(String message) {
    super(PrintableText.line(message));
  }

  /**
   * @param message one clear line for the user
   * @param cause what was caught, for {@code --verbose}
   */
  public InvalidInputException(String message, Throwable cause) {
    super(PrintableText.line(message), cause);
  }
}
