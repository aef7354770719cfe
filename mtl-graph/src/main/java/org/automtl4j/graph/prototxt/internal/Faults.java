package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.TextFormatParseLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a file: all of it in one message, in the order of the text, so that a user need not mend it fault by fault. */
final class Faults {
  private static final int MOST_SHOWN = 10;
  private static final String ALLOWED = "allowed is ";

  private final SourceText source;
  private final List<Fault> found = new ArrayList<>();

  /** One fault at a place; line and column count from 1. */
  private record Fault(int line, int column, String problem) {

    /** Whether it stands before a place, which counts from 0. */
    boolean isBefore(TextFormatParseLocation place) {
      return line < place.getLine() + 1 || line == place.getLine() + 1 && column < place.getColumn() + 1;
    }
  }

  Faults(SourceText source) {
    this.source = source;
  }

  void add(int line, int column, String problem) {
    Fault fault = new Fault(line, column, problem);
    if (!isFull() && !found.contains(fault)) {
      found.add(fault);
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  boolean isFull() {
    return found.size() > MOST_SHOWN;
  }

  /** Whether something is wrong from a place on up to another. */
  boolean within(TextFormatParseLocation from, Optional<TextFormatParseLocation> to) {
    return found.stream().anyMatch(fault -> !fault.isBefore(from) && to.map(fault::isBefore).orElse(true));
  }

  /** Refuses a file with faults. */
  void check() {
    if (found.isEmpty()) {
      return;
    }
    found.sort(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column));
    Fault first = found.get(0);
    Set<String> lists = new HashSet<>();
    StringBuilder all = new StringBuilder(withoutKnownList(first.problem(), lists));
    for (int i = 1; i < Math.min(MOST_SHOWN, found.size()); i++) {
      Fault fault = found.get(i);
      all.append(i == 1 ? "; also at line:column " : "; ").append(fault.line()).append(':').append(fault.column()).append(": ").append(withoutKnownList(fault.problem(), lists));
    }
    throw source.error(first.line(), first.column(), all + (isFull() ? "; and more" : ""));
  }

  /** What is allowed is said once, however often it is not kept to. */
  private static String withoutKnownList(String problem, Set<String> lists) {
    int at = problem.indexOf(ALLOWED);
    return at < 0 || lists.add(problem.substring(at)) ? problem : problem.substring(0, at).replaceAll("[;,] $", "");
  }
}
