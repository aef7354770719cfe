package org.automtl4j.app.report.html.mtlnas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/**
 * The edges between the networks of tasks.
 *
 * @param tasks names, in order
 * @param sites what sites are called, in order
 * @param open by open edge how open it is, in (0, 1]: 1, or the share of runs in which it is open
 * @param closed those that could have been opened, as far as they are known
 * @param decided whether the search is over
 */
record Edges(List<String> tasks, List<String> sites, Map<Edge, Double> open, Set<Edge> closed, boolean decided) {
  private static final Pattern KEY = Pattern.compile("(.+)@(\\d+)<-(.+)@(\\d+)");

  /** What was found or given, with the edges of the search beside it. */
  static Edges of(FusionArchitecture found, Set<Edge> searched) {
    Map<Edge, Double> open = new LinkedHashMap<>();
    found.edges().forEach(edge -> open.put(edge, 1.0));
    Set<Edge> closed = new LinkedHashSet<>(searched);
    closed.removeAll(open.keySet());
    return new Edges(found.tasks(), found.sites().stream().map(Edges::name).toList(), open, closed, true);
  }

  /** The edges whose gates are more open than closed as they stand. */
  static Edges likeliest(Map<Edge, Double> gates) {
    Set<String> tasks = new LinkedHashSet<>();
    gates.keySet().forEach(edge -> tasks.add(edge.target()));
    gates.keySet().forEach(edge -> tasks.add(edge.source()));
    int sites = gates.keySet().stream().mapToInt(Edge::targetSite).max().orElse(-1) + 1;
    Map<Edge, Double> open = new LinkedHashMap<>();
    gates.forEach((edge, gate) -> {
      if (gate > 0.5) {
        open.put(edge, 1.0);
      }
    });
    Set<Edge> closed = new LinkedHashSet<>(gates.keySet());
    closed.removeAll(open.keySet());
    return new Edges(List.copyOf(tasks), IntStream.range(0, sites).mapToObj(i -> "site " + i).toList(), open, closed, false);
  }

  /** In how many of several runs each edge is open; empty unless there are at least two, of the same tasks and sites. */
  static Optional<Edges> agreed(List<FusionArchitecture> runs) {
    if (runs.size() < 2 || runs.stream().anyMatch(run -> !run.tasks().equals(runs.get(0).tasks()) || !run.sites().equals(runs.get(0).sites()))) {
      return Optional.empty();
    }
    Map<Edge, Double> open = new LinkedHashMap<>();
    runs.forEach(run -> run.edges().forEach(edge -> open.merge(edge, 1.0 / runs.size(), Double::sum)));
    return Optional.of(new Edges(runs.get(0).tasks(), runs.get(0).sites().stream().map(Edges::name).toList(), open, Set.of(), true));
  }

  /**
   * @param choices by task, by edge as events call it, the probabilities of off and on
   * @return by edge how open its gate is; what is no edge is left out
   */
  static Map<Edge, Double> gates(Map<String, Map<String, List<Double>>> choices) {
    Map<Edge, Double> gates = new LinkedHashMap<>();
    choices.values().forEach(sites -> sites.forEach((key, probabilities) -> edge(key).ifPresent(edge -> {
      if (probabilities.size() == 2 && Double.isFinite(probabilities.get(1))) {
        gates.put(edge, probabilities.get(1));
      }
    })));
    return gates;
  }

  private static Optional<Edge> edge(String key) {
    Matcher matcher = KEY.matcher(key);
    try {
      return matcher.matches() ? Optional.of(new Edge(matcher.group(1), matcher.group(3), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(4)))) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String name(String key) {
    return key.replaceFirst("^\\d+:", "");
  }

  /** What a site is called; of a file that says something else than the architecture, its number. */
  String site(int index) {
    return index < sites.size() ? sites.get(index) : "site " + index;
  }

  List<Edge> between(String target, String source) {
    return open.keySet().stream().filter(edge -> edge.target().equals(target) && edge.source().equals(source)).toList();
  }

  int possible(String target, String source) {
    Set<Edge> all = new HashSet<>(open.keySet());
    all.addAll(closed);
    return (int) all.stream().filter(edge -> edge.target().equals(target) && edge.source().equals(source)).count();
  }

  /** The sites at which a task reads something of others, with what. */
  List<String> readings(String target) {
    List<String> lines = new ArrayList<>();
    for (int site : new TreeSet<>(open.keySet().stream().filter(edge -> edge.target().equals(target)).map(Edge::targetSite).toList())) {
      List<String> sources = open.keySet().stream().filter(edge -> edge.target().equals(target) && edge.targetSite() == site)
          .map(edge -> edge.source() + " " + site(edge.sourceSite())).toList();
      lines.add(site(site) + " \u2190 " + String.join(", ", sources));
    }
    return lines;
  }
}
