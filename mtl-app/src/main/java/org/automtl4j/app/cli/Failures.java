package org.automtl4j.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.PrintableText;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line for the user and an exit code. */
final class Failures {
  private Failures() {}

  static int wrongArguments(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    List<String> similar = failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String hint = similar.isEmpty() ? "" : "; did you mean " + similar.stream().map(s -> "'" + s + "'").collect(Collectors.joining(" or ")) + "?";
    command.getErr().println(name + ": " + PrintableText.line(firstLine(failure.getMessage()) + hint) + " (see '" + name + " --help')");
    return AutoMtl.WRONG_INPUT;
  }

  static int report(Throwable failure, CommandLine command, boolean verbose) {
    String name = command.getCommandSpec().qualifiedName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException) {
        command.getErr().println(name + ": " + cause.getMessage());
        if (verbose) {
          failure.printStackTrace(command.getErr());
        }
        return AutoMtl.WRONG_INPUT;
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        // A disk that is full or a folder that may not be written: nothing of ours. The messages around it say which file.
        command.getErr().println(name + ": " + failure.getMessage() + (failure == cause || cause.getMessage() == null
            || String.valueOf(failure.getMessage()).contains(cause.getMessage()) ? "" : ": " + cause.getMessage()));
        LoggerFactory.getLogger(AutoMtl.class).debug("{} failed", name, failure);
        return AutoMtl.WRONG_INPUT;
      }
    }
    LoggerFactory.getLogger(AutoMtl.class).error("{} failed", name, failure);
    String cure = failure instanceof OutOfMemoryError ? "; limits can be raised: AUTOMTL_JAVA_OPTS=\"-Xmx4g -Dorg.bytedeco.javacpp.maxbytes=16g\"" : "";
    command.getErr().println(name + ": stopped by an error that is not your fault: " + failure + cure);
    return AutoMtl.DEFECT;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceFirst("^Error: ", "");
  }
}
