package org.automtl4j.plan.internal.rule.transformer;

import org.automtl4j.plan.internal.compile.RuleBook;

/** The rules of this room. */
public final class TransformerRules {
  private TransformerRules() {}

  /** @param book takes the rules */
  public static void addTo(RuleBook book) {
    book.put(new GatherRule(), "gather");
  }
}
