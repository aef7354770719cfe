package org.automtl4j.plan.internal.compile;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Node;

/** The rules of all operations that gradients can pass. An operation without one can still run forward, or off the gradients' path. */
public final class RuleBook {
  private final Map<String, Rule> rules = new HashMap<>();

  /**
   * @param rule a rule
   * @param ops the names of the operations that it is for
   * @return this book
   */
  public RuleBook put(Rule rule, String... ops) {
    for (String op : ops) {
      if (rules.put(op, rule) != null) {
        throw new IllegalStateException("two rules for " + op);
      }
    }
    return this;
  }

  /**
   * @param op ND4J's name of an operation
   * @return its rule
   */
  public Optional<Rule> find(String op) {
    return Optional.ofNullable(rules.get(op));
  }

  /** @return the names of all operations that have a rule */
  public Set<String> names() {
    return Collections.unmodifiableSet(rules.keySet());
  }

  Rule forward(Node node) {
    return find(node.op()).orElse(NONE);
  }

  Rule backward(Node node) {
    return find(node.op()).orElseThrow(() -> new IllegalArgumentException("there is no backward rule for " + node.where()
        + "; compose it from other operations, or keep gradients away from it"));
  }

  private static final Rule NONE = (node, gradients, tape) -> {
    throw new IllegalStateException("no rule");
  };
}
