package org.automtl4j.graph.model.internal.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An operation and all places where it is used: several where paths that have parted share weights. Deeplearning4j keeps one copy of the weights when the places' inputs are
 * stacked along the batch, go through one layer, and are taken apart again.
 *
 * @param operation what is computed
 * @param places the steps, in graph order; more than one only if the operation has weights
 */
public record SharedStep(Operation operation, List<Step> places) {

  /** Groups steps that use the same weights, and orders the groups so that each comes after all that it reads. */
  public static List<SharedStep> group(List<Step> steps) {
    Map<Object, List<Step>> groups = new LinkedHashMap<>();
    Map<Object, Step> weightOwners = new HashMap<>();
    for (Step step : steps) {
      boolean shareable = !step.operation().weights().isEmpty();
      groups.computeIfAbsent(shareable ? step.operation() : step.output(), key -> new ArrayList<>()).add(step);
      for (Weight weight : step.operation().weights()) {
        Step owner = weightOwners.putIfAbsent(weight, step);
        if (owner != null && !owner.operation().equals(step.operation())) {
          throw Refusal.of(step.output(), "it uses the parameter '" + weight.parameter() + "' in another way than '" + owner.output() + "'");
        }
      }
    }
    List<SharedStep> open = new ArrayList<>(groups.values().stream().map(places -> new SharedStep(places.get(0).operation(), places)).toList());
    return order(open);
  }

  private static List<SharedStep> order(List<SharedStep> open) {
    Set<String> pending = new HashSet<>();
    open.forEach(shared -> shared.places.forEach(step -> pending.add(step.output())));
    List<SharedStep> ordered = new ArrayList<>();
    while (!open.isEmpty()) {
      List<SharedStep> ready = new ArrayList<>();
      for (SharedStep shared : open) {
        if (shared.places.stream().allMatch(step -> step.inputs().stream().noneMatch(pending::contains))) {
          ready.add(shared);
          shared.places.forEach(step -> pending.remove(step.output()));
        }
      }
      if (ready.isEmpty()) {
        throw Refusal.of(open.get(0).places.get(0).output(), "its weights are applied again to what they gave");
      }
      open.removeAll(ready);
      ordered.addAll(ready);
    }
    return ordered;
  }
}
