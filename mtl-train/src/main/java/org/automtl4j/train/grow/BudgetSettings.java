package org.automtl4j.train.grow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.train.advice.Budget;

/**
 * What a model may cost, in one of three measures; half of the single-task models' multiply-adds if none is given.
 *
 * @param multiplyAdds share of the single-task models' multiply-adds
 * @param parameters share of the numbers that they store
 * @param latency share of the time that they take for one image on this machine
 * @param also further shares in the same measure
 */
public record BudgetSettings(
    @Key(value = "Share of the single-task models' multiply-adds for one image, heads included.", above = 0) Optional<Double> multiplyAdds,
    @Key(value = "Share of the numbers that the single-task models store, heads included.", above = 0) Optional<Double> parameters,
    @Key(value = "Share of the time that the single-task models take for one image on this machine.", above = 0) Optional<Double> latency,
    @Key(value = "Further shares in the same measure, which are answered by the same trees; the model that is kept answers the first.", byDefault = "[]", above = 0)
        List<Double> also) {

  private static final double DEFAULT = 0.5;

  /** Checks that there is one measure at most. */
  public BudgetSettings {
    also = List.copyOf(also);
    long given = List.of(multiplyAdds, parameters, latency).stream().filter(Optional::isPresent).count();
    if (given > 1) {
      throw new InvalidInputException("budget: found " + given + " measures, allowed: one of multiplyAdds, parameters and latency");
    }
  }

  /** @return the budgets, the one whose answer is kept first */
  public List<Budget> budgets() {
    Budget first = parameters.map(Budget::parameters).or(() -> latency.map(Budget::latency)).orElseGet(() -> Budget.multiplyAdds(multiplyAdds.orElse(DEFAULT)));
    List<Budget> budgets = new ArrayList<>(List.of(first));
    also.forEach(share -> budgets.add(new Budget(first.measure(), share)));
    return List.copyOf(budgets);
  }
}
