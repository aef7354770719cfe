package org.automtl4j.app.report.html.mtlnas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.LineChart;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Series;
import org.automtl4j.app.report.html.StageLog;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.train.mtlnas.MtlNasMethod;

/** How the gates moved during the search, and what making them hard costs. */
final class GateSection {
  private static final String ITERATION = "iteration of the search";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private GateSection() {}

  static Optional<Element> of(RunRecord run, ReportSources sources) {
    Optional<StageLog> search = run.log().stages().stream().filter(stage -> !stage.choices().isEmpty()).findFirst();
    return search.map(stage -> {
      TreeMap<Integer, Map<Edge, Double>> gates = new TreeMap<>();
      stage.choices().forEach((iteration, choices) -> gates.put(iteration, Edges.gates(choices)));
      List<String> tasks = run.tasks();
      List<Element> charts = new ArrayList<>();
      charts.add(new LineChart("Entropy of the gates, mean (at most 0.69)", ITERATION).range(0, Math.log(2)).line(new Series("", course(gates, GateSection::entropy), 0)).draw());
      charts.add(new LineChart("Gates that are more open than closed", ITERATION).range(0, Math.max(1, gates.lastEntry().getValue().size()))
          .line(new Series("", course(gates, all -> all.values().stream().filter(p -> p > 0.5).count()), 0)).draw());
      for (String target : tasks) {
        LineChart chart = new LineChart("Gates of what " + target + " reads", ITERATION).range(0, 1).withoutLegend();
        gates.lastEntry().getValue().keySet().stream().filter(edge -> edge.target().equals(target))
            .forEach(edge -> chart.line(new Series(edge.toString(), course(gates, all -> all.getOrDefault(edge, Double.NaN)), Math.max(0, tasks.indexOf(edge.source())))));
        if (!chart.isEmpty()) {
          charts.add(chart.draw());
        }
      }
      for (String scalar : List.of("temperature", "factor.entropy", "factor.open")) {
        List<double[]> points = stage.scalars(scalar);
        if (!points.isEmpty()) {
          charts.add(new LineChart(scalar.equals("temperature") ? "Temperature of relaxed samples" : scalar.equals("factor.open") ? "Factor of how open gates are" : "Factor of the entropy",
              ITERATION).range(0, Math.max(1e-6, points.stream().mapToDouble(p -> p[1]).max().orElse(1))).line(new Series("", points, 0)).draw());
        }
      }
      Element section = Element.of("section", Element.of("h2", "How the gates moved"),
          Element.of("p", "Each edge has a gate between 0, closed, and 1, open. All begin at one half; the losses move them, and the entropy drives them to one of the ends. "
              + "A line is a gate, in the colour of the task that is read. Edges whose gate ends above one half are open in the model."),
          EdgeSection.legend(tasks), Element.div("charts").addAll(charts)).set("id", "gates");
      sources.file(MtlNasMethod.GATES, GateSection::parse).flatMap(GateSection::gap).ifPresent(table -> section.add(Element.of("h3", "What making the gates hard costs"),
          Element.of("p", "The network at the end of the search, on the validation split: with its soft gates, and with the open edges alone."), Element.div("wide", table)));
      return section;
    });
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(MtlNasMethod.GATES + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Optional<Element> gap(JsonNode root) {
    Map<String, double[]> figures = new LinkedHashMap<>();
    root.path("soft").properties().forEach(task -> task.getValue().properties().forEach(metric -> {
      JsonNode hard = root.path("discrete").path(task.getKey()).path(metric.getKey());
      if (hard.isNumber()) {
        figures.put(task.getKey() + ", " + metric.getKey(), new double[] {metric.getValue().asDouble(), hard.asDouble()});
      }
    }));
    if (figures.isEmpty()) {
      return Optional.empty();
    }
    Element body = Element.of("tbody");
    figures.forEach((name, pair) -> body.add(Element.of("tr", Element.of("th", name).set("scope", "row"), number(Numbers.metric(pair[0])), number(Numbers.metric(pair[1])))));
    return Optional.of(Element.of("table", Element.of("thead", Element.of("tr", Element.of("th", ""), Element.of("th", "soft gates").set("class", "number"),
        Element.of("th", "open edges").set("class", "number"))), body));
  }

  private static Element number(String text) {
    return Element.of("td", text).set("class", "number");
  }

  private static double entropy(Map<Edge, Double> gates) {
    return gates.values().stream().mapToDouble(p -> -term(p) - term(1 - p)).average().orElse(0);
  }

  private static double term(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }

  private interface Value {
    double of(Map<Edge, Double> gates);
  }

  private static List<double[]> course(TreeMap<Integer, Map<Edge, Double>> gates, Value value) {
    List<double[]> points = new ArrayList<>();
    gates.forEach((iteration, all) -> {
      double at = value.of(all);
      if (Double.isFinite(at)) {
        points.add(new double[] {iteration, at});
      }
    });
    return points;
  }
}
