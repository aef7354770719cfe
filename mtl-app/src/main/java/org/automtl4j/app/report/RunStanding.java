package org.automtl4j.app.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How an architecture stands against hard sharing on the validation split.
 *
 * @param standardError of its Delta, as a fraction
 * @param onFront whether no other one is as cheap in multiply-adds and better, or as good and cheaper
 * @param byTask each task's part of Delta, as a fraction
 * @param errorsByTask the standard errors of these
 * @param leave for a tree, by task the layer at which it leaves the trunk; tasks that share all are not named
 * @param stoppedAt the iteration at which it was left behind; empty if it was trained to the end
 */
public record RunStanding(
    double standardError, boolean onFront, Map<String, Double> byTask, Map<String, Double> errorsByTask, Map<String, String> leave, OptionalInt stoppedAt) {

  /** Keeps unmodifiable copies in the same order. */
  public RunStanding {
    byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
    errorsByTask = Collections.unmodifiableMap(new LinkedHashMap<>(errorsByTask));
    leave = Collections.unmodifiableMap(new LinkedHashMap<>(leave));
  }
}
