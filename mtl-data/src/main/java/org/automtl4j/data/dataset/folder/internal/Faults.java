package org.automtl4j.data.dataset.folder.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/** What is wrong with the files of a folder, collected so that one bad file does not hide the next. */
public final class Faults {
  /** So many are kept; the others are counted. */
  private static final int KEPT = 200;
  /** So many are told in one message. */
  private static final int TOLD = 10;

  private final List<String> messages = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private int count;
  private int unreadableCount;

  /**
   * @param message what is wrong, one line
   */
  public void add(String message) {
    count++;
    if (messages.size() < KEPT) {
      messages.add(message);
    }
  }

  /**
   * @param message why a picture cannot be read, one line; whoever reads it will be told again
   */
  public void unreadable(String message) {
    unreadableCount++;
    if (unreadable.size() < KEPT) {
      unreadable.add(message);
    }
  }

  /** @return the first of what was told, but for pictures that cannot be read */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** @return how many there were, but for pictures that cannot be read */
  public int count() {
    return count;
  }

  /**
   * Ends in an error if something is wrong.
   *
   * @throws InvalidInputException with the first faults and the number of the others
   */
  public void end() {
    List<String> all = new ArrayList<>(messages);
    all.addAll(unreadable);
    int found = count + unreadableCount;
    if (found > 0) {
      int told = Math.min(TOLD, all.size());
      throw new InvalidInputException(String.join("; ", all.subList(0, told)) + (found > told ? "; and " + (found - told) + " more" : "")
          + (found > 1 ? " ('automtl data check' lists all)" : ""));
    }
  }
}
