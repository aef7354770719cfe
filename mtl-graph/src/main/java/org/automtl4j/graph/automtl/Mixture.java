package org.automtl4j.graph.automtl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The branches that a path computes at one layer, and what each counts: one branch alone, several averaged, or several with the policy's probabilities.
 * Because the branches of a layer are linear in their parameters, the sum is taken over parameters, not over maps.
 *
 * @param branches the branches, in order
 * @param probabilities what each counts, [1]; empty where branches are averaged
 */
record Mixture(List<Branch> branches, Map<Branch, SDVariable> probabilities) {

  /** One branch's part of a sum. */
  record Term(Branch branch, SDVariable value) {}

  boolean isSingle() {
    return branches.size() == 1;
  }

  boolean has(Branch branch) {
    return branches.contains(branch);
  }

  /** The weighted sum of terms, which may come from some of the branches only. */
  SDVariable sum(String name, List<Term> terms) {
    if (isSingle()) {
      return terms.get(0).value();
    }
    boolean averaged = probabilities.isEmpty();
    SDVariable sum = null;
    for (Term term : terms) {
      SDVariable value = averaged ? term.value() : term.value().mul(probabilities.get(term.branch()));
      boolean last = term == terms.get(terms.size() - 1);
      sum = sum == null ? value : last && !averaged ? sum.add(name, value) : sum.add(value);
    }
    return averaged ? sum.mul(name, 1.0 / branches.size()) : sum;
  }

  /** One branch's part alone. */
  SDVariable weighted(String name, Branch branch, SDVariable value) {
    if (isSingle()) {
      return value;
    }
    return probabilities.isEmpty() ? value.mul(name, 1.0 / branches.size()) : value.mul(name, probabilities.get(branch));
  }

  /** The branches that are BatchNorms or convolutions. */
  List<Branch> operations() {
    return branches.stream().filter(Set.of(Branch.SHARED, Branch.SPECIFIC)::contains).toList();
  }
}
