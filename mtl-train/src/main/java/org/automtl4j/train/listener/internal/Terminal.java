package org.automtl4j.train.listener.internal;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * What there is to know of the terminal without a library that takes it over: such libraries reset how the process answers Ctrl-C, and no shutdown hook runs any
 * more.
 */
public final class Terminal {
  /** Columns of a line that is written over: fewer than the usual 80, since a full line wraps, and the terminal puts {@code ^C} behind it. */
  public static final int COLUMNS = 77;

  private static final String CUT = "..";

  private Terminal() {}

  /** @return whether somebody looks at what is printed, on a terminal where a line can be written over */
  public static boolean isThere() {
    if (System.console() == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // Since Java 22 there is a console without a terminal too, and a method that tells.
      return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** @return standard error, where progress is shown */
  static PrintStream standardError() {
    return System.err;
  }

  /**
   * @param text what is to be shown
   * @return a carriage return and a line of exactly {@value #COLUMNS} columns, so that nothing stays of the line before
   */
  public static String over(String text) {
    return "\r" + cut(text, COLUMNS) + " ".repeat(Math.max(0, COLUMNS - text.length()));
  }

  /** Shortens a text to so many columns, and shows that it did. */
  static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns - CUT.length()) + CUT;
  }
}
