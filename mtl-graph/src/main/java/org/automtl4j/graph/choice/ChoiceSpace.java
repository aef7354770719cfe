package org.automtl4j.graph.choice;

import java.util.List;

/**
 * All choices of a search.
 *
 * @param sites in the order of the logits
 */
public record ChoiceSpace(List<Site> sites) {

  /** Keeps an unmodifiable copy. */
  public ChoiceSpace {
    sites = List.copyOf(sites);
    if (sites.stream().map(Site::key).distinct().count() != sites.size()) {
      throw new IllegalArgumentException("the sites of a space have different keys, found " + sites.stream().map(Site::key).toList());
    }
  }
}
