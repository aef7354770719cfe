package org.automtl4j.app.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;

/** Collects what a {@link Sweep} is made of. */
public final class SweepBuilder {
  private final Map<String, RunConfig> configurations = new LinkedHashMap<>();
  private final List<Long> seeds = new ArrayList<>();
  private final List<SweepAxis> axes = new ArrayList<>();
  private Optional<Integer> drawn = Optional.empty();
  private Optional<Halving> halving = Optional.empty();

  SweepBuilder() {}

  /**
   * One configuration more; each is run at all points.
   *
   * @param name what tables call it
   * @param configuration the configuration
   * @return this
   * @throws InvalidInputException if there is one of that name
   */
  public SweepBuilder configuration(String name, RunConfig configuration) {
    if (configurations.putIfAbsent(name, configuration) != null) {
      throw new InvalidInputException("a sweep over two configurations of the name '" + name + "'; set the key `name` in one of them");
    }
    return this;
  }

  /**
   * @param more seeds of every point; without any, those of the configurations
   * @return this
   */
  public SweepBuilder seeds(long... more) {
    for (long seed : more) {
      seeds.add(seed);
    }
    return this;
  }

  /**
   * @param key a key's path, such as {@code policySearch.lambda}
   * @param values its values
   * @return this
   */
  public SweepBuilder vary(String key, Object... values) {
    return vary(SweepAxis.of(key, Arrays.stream(values).map(String::valueOf).toList()));
  }

  /**
   * @param axis a key and its values, or a range
   * @return this
   */
  public SweepBuilder vary(SweepAxis axis) {
    axes.add(axis);
    return this;
  }

  /**
   * @param points how many points are drawn at random in place of all
   * @return this
   */
  public SweepBuilder random(int points) {
    drawn = Optional.of(points);
    return this;
  }

  /**
   * @param rule after what share of their iterations points are given up
   * @return this
   */
  public SweepBuilder halving(Halving rule) {
    halving = Optional.of(rule);
    return this;
  }

  /**
   * @return the sweep
   * @throws InvalidInputException if it cannot work
   */
  public Sweep build() {
    List<Long> chosen = seeds.isEmpty() ? configurations.values().stream().map(RunConfig::seed).distinct().toList() : seeds;
    return new Sweep(configurations, chosen, axes, drawn, halving);
  }
}
