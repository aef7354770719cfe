package org.automtl4j.app.sweep;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;

/**
 * Which runs a sweep is made of: configurations x points x seeds. A point is one value of each axis: all of them (a grid), or some that are drawn.
 *
 * @param configurations by name, at least one
 * @param seeds at least one, each once
 * @param axes what varies; none for a sweep over seeds and configurations alone
 * @param drawn how many points of the axes are drawn at random; empty: all of them
 * @param halving whether most points are given up after a part of their iterations
 */
public record Sweep(Map<String, RunConfig> configurations, List<Long> seeds, List<SweepAxis> axes, Optional<Integer> drawn, Optional<Halving> halving) {
  private static final int MOST_PARTS = 10_000;

  /** Checks what lies between the parts. */
  public Sweep {
    configurations = Collections.unmodifiableMap(new LinkedHashMap<>(configurations));
    seeds = List.copyOf(new LinkedHashSet<>(seeds));
    axes = List.copyOf(axes);
    if (configurations.isEmpty() || seeds.isEmpty()) {
      throw new InvalidInputException("a sweep needs a configuration and a seed");
    }
    if (axes.stream().map(SweepAxis::key).distinct().count() < axes.size()) {
      throw new InvalidInputException("vary: found a key twice in " + axes.stream().map(SweepAxis::key).toList() + ", allowed: each once, with all its values");
    }
    if (drawn.isEmpty()) {
      axes.stream().filter(axis -> axis.range().isPresent()).findFirst().ifPresent(axis -> {
        throw new InvalidInputException("vary " + axis.key() + ": found a range, allowed: a list of values, or how many points are drawn from it (--random N)");
      });
    } else if (drawn.get() < 1 || axes.isEmpty()) {
      throw new InvalidInputException("random: found " + drawn.get() + " points of " + axes.size() + " axes, allowed: at least one of each");
    }
  }

  /** @return a builder of a sweep over no configuration yet */
  public static SweepBuilder builder() {
    return new SweepBuilder();
  }

  /**
   * @param configuration what is run
   * @return a builder of a sweep over it
   */
  public static SweepBuilder builder(RunConfig configuration) {
    return builder().configuration(configuration.name(), configuration);
  }

  /**
   * @return the runs, in the order in which they are begun: point by point, each with all its seeds. Of a successive halving, those of the first rung.
   * @throws InvalidInputException if a value does not fit its key; nothing has been run then
   */
  public List<SweepPart> parts() {
    return parts(points(), halving.map(h -> h.share(0)).orElse(1.0));
  }

  /** The runs of some points at a share of their iterations. */
  List<SweepPart> parts(List<Point> points, double share) {
    List<SweepPart> parts = new ArrayList<>();
    for (Point point : points) {
      for (long seed : seeds) {
        List<String> assignments = new ArrayList<>();
        point.values().forEach((key, value) -> assignments.add(key + "=" + value));
        assignments.add("seed=" + seed);
        RunConfig config = configurations.get(point.configuration()).with(assignments.toArray(String[]::new));
        String name = point.folder() + (share < 1 ? String.format(Locale.ROOT, "-rung%.4f", share) : "") + "-seed-" + seed;
        parts.add(new SweepPart(name, point.name(), point.values(), seed, share, share < 1 ? halving.orElseThrow().shortened(config, share) : config));
      }
    }
    if (new TreeSet<>(parts.stream().map(part -> part.name().toLowerCase(Locale.ROOT)).toList()).size() < parts.size()) {
      throw new InvalidInputException("vary: two points have the same name; write their values so that they differ in letters or digits");
    }
    return parts;
  }

  /**
   * One value of each axis.
   *
   * @param configuration the configuration's name
   * @param values by key
   * @param name for tables
   * @param folder how folders of its runs begin
   */
  record Point(String configuration, Map<String, String> values, String name, String folder) {}

  List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (String configuration : configurations.keySet()) {
      for (Map<String, String> values : drawn.isPresent() ? drawnValues(drawn.get()) : grid()) {
        List<String> words = new ArrayList<>();
        if (configurations.size() > 1 || values.isEmpty()) {
          words.add(configuration);
        }
        values.forEach((key, value) -> words.add(key.substring(key.lastIndexOf('.') + 1) + "=" + value));
        String folder = String.join("-", words).replaceAll("[^A-Za-z0-9._=+-]+", "_").replaceFirst("^[._-]+", "");
        points.add(new Point(configuration, values, named(configuration, values), folder.length() > 100 ? folder.substring(0, 88) + "-" + Integer.toHexString(folder.hashCode()) : folder));
      }
    }
    if ((long) points.size() * seeds.size() > MOST_PARTS) {
      throw new InvalidInputException("a sweep of " + (long) points.size() * seeds.size() + " runs, allowed: up to " + MOST_PARTS + "; draw some points of it (--random N)");
    }
    return points;
  }

  private String named(String configuration, Map<String, String> values) {
    List<String> words = new ArrayList<>();
    if (configurations.size() > 1 || values.isEmpty()) {
      words.add(configuration);
    }
    values.forEach((key, value) -> words.add(key + "=" + value));
    return String.join(", ", words);
  }

  private List<Map<String, String>> grid() {
    List<Map<String, String>> all = List.of(Map.of());
    for (SweepAxis axis : axes) {
      List<Map<String, String>> longer = new ArrayList<>();
      if ((long) all.size() * axis.values().size() > MOST_PARTS) {
        throw new InvalidInputException("vary: found more than " + MOST_PARTS + " combinations of values, allowed: up to that; draw some of them (--random N)");
      }
      for (Map<String, String> point : all) {
        for (String value : axis.values()) {
          Map<String, String> next = new LinkedHashMap<>(point);
          next.put(axis.key(), value);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  /** Different points, the same in each sweep of these axes. */
  private List<Map<String, String>> drawnValues(int count) {
    boolean finite = axes.stream().noneMatch(axis -> axis.range().isPresent());
    RandomStream random = RandomStream.of(seeds.get(0), "sweep");
    if (finite) {
      List<Map<String, String>> grid = new ArrayList<>(grid());
      if (count > grid.size()) {
        throw new InvalidInputException("random: found " + count + " points, allowed: up to the " + grid.size() + " that the values make");
      }
      for (int i = 0; i < count; i++) {
        Collections.swap(grid, i, i + random.nextInt(grid.size() - i));
      }
      return grid.subList(0, count);
    }
    LinkedHashSet<Map<String, String>> points = new LinkedHashSet<>();
    while (points.size() < count) {
      Map<String, String> point = new LinkedHashMap<>();
      axes.forEach(axis -> point.put(axis.key(), axis.range().map(r -> String.format(Locale.ROOT, "%.4g", r.at(random.nextDouble())))
          .orElseGet(() -> axis.values().get(random.nextInt(axis.values().size())))));
      points.add(point);
    }
    return List.copyOf(points);
  }
}
