package org.automtl4j.train.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.train.optimizer.Optimizer;
import org.automtl4j.train.optimizer.OptimizerState;
import org.automtl4j.train.optimizer.UpdateRule;
import org.automtl4j.train.optimizer.ParameterUpdate;

/** The optimisers of a phase's groups. Which group a parameter belongs to is looked up once. */
public final class ParameterLearning implements AutoCloseable {
  private final List<Member> members = new ArrayList<>();
  /** By parameter; empty for one that does not learn. */
  private final Map<String, Optional<Optimizer>> byParameter = new HashMap<>();

  /** A group and its optimiser. */
  private record Member(ParameterGroup group, Optimizer optimizer) {}

  /**
   * @param groups at least one, of different names
   */
  public ParameterLearning(List<ParameterGroup> groups) {
    Set<String> names = new HashSet<>();
    for (ParameterGroup group : groups) {
      if (!names.add(group.name())) {
        throw new IllegalArgumentException("two groups of parameters are called '" + group.name() + "'");
      }
      members.add(new Member(group, Optimizer.of(group.rule())));
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a phase needs at least one group of parameters that learn");
    }
  }

  /**
   * @param parameter a parameter of the network
   * @return whether it belongs to a group
   */
  public boolean learns(ParameterSpec parameter) {
    return optimizer(parameter).isPresent();
  }

  /**
   * Takes a step of one parameter.
   *
   * @param iteration the stage's iteration, from 0, for the learning rate
   * @param parameter one that learns
   * @param update of it
   */
  public void step(int iteration, ParameterSpec parameter, ParameterUpdate update) {
    optimizer(parameter).orElseThrow(() -> new IllegalArgumentException("parameter '" + parameter.name() + "' does not learn in this phase"))
        .step(iteration, List.of(update));
  }

  private Optional<Optimizer> optimizer(ParameterSpec parameter) {
    return byParameter.computeIfAbsent(parameter.name(),
        name -> members.stream().filter(member -> member.group().which().test(parameter)).findFirst().map(Member::optimizer));
  }

  /**
   * @param iteration the stage's iteration, from 0
   * @return the learning rate of the first group
   */
  public double learningRate(int iteration) {
    return members.get(0).optimizer().learningRate(iteration);
  }

  /**
   * @param iteration the stage's iteration, from 0
   * @return the learning rate of each group, by its name
   */
  public Map<String, Double> learningRates(int iteration) {
    Map<String, Double> rates = new LinkedHashMap<>();
    members.forEach(member -> rates.put(member.group().name(), member.optimizer().learningRate(iteration)));
    return Collections.unmodifiableMap(rates);
  }

  /** @return the rule of the first group */
  public UpdateRule rule() {
    return members.get(0).group().rule();
  }

  /** @return how many numbers are remembered of each number that learns, at most */
  public int states() {
    return members.stream().mapToInt(member -> member.optimizer().states()).max().orElseThrow();
  }

  /** @return the bytes of all that the rules remember */
  public long bytes() {
    return members.stream().mapToLong(member -> member.optimizer().bytes()).sum();
  }

  /**
   * @param iteration counts as the first of every schedule from now on, see {@link Optimizer#restartSchedule}
   */
  public void restartSchedule(int iteration) {
    members.forEach(member -> member.optimizer().restartSchedule(iteration));
  }

  /**
   * All that the rules remember, in the very arrays.
   *
   * @param phase the phase's name
   * @return by phase where it has one group of no name, else by {@code phase/group}
   */
  public Map<String, OptimizerState> states(String phase) {
    Map<String, OptimizerState> states = new LinkedHashMap<>();
    members.forEach(member -> states.put(key(phase, member.group()), member.optimizer().state()));
    return states;
  }

  /**
   * Goes on from states that {@link #states(String)} gave; a group that has none keeps what it has.
   *
   * @param phase the phase's name
   * @param states of all phases
   */
  public void restore(String phase, Map<String, OptimizerState> states) {
    for (Member member : members) {
      OptimizerState state = states.get(key(phase, member.group()));
      if (state != null) {
        member.optimizer().restore(state);
      }
    }
  }

  private static String key(String phase, ParameterGroup group) {
    return group.name().isEmpty() ? phase : phase + "/" + group.name();
  }

  @Override
  public void close() {
    members.forEach(member -> member.optimizer().close());
  }
}
