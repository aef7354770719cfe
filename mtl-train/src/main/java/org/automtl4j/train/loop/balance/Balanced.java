package org.automtl4j.train.loop.balance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.train.balance.conflict.Conflicts;
import org.automtl4j.train.step.StepOutcome;

/**
 * A step that was balanced; parameters have yet to be told that all gradients were there.
 *
 * @param outcomes of all forward passes whose losses count
 * @param weights w by task, of those that were present
 * @param conflicts how gradients lay to each other, where that was measured
 */
public record Balanced(List<StepOutcome> outcomes, Map<String, Double> weights, Optional<Conflicts> conflicts) {}
