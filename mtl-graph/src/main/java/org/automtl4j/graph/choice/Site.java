package org.automtl4j.graph.choice;

import java.util.List;
import java.util.Optional;

/**
 * A place where a search has a choice.
 *
 * @param key the place as files and reports call it, unique among the sites of a space
 * @param task whose choice it is, if it is one task's
 * @param options what can be chosen, at least two
 */
public record Site(String key, Optional<String> task, List<String> options) {

  /** Keeps an unmodifiable copy. */
  public Site {
    options = List.copyOf(options);
    if (options.size() < 2) {
      throw new IllegalArgumentException("site '" + key + "' needs at least two options, found " + options);
    }
  }
}
