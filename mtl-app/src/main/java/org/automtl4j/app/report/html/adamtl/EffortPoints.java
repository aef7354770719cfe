package org.automtl4j.app.report.html.adamtl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;

/**
 * What a run has found at several efforts.
 *
 * @param whole multiply-adds of an image without controllers
 * @param points in the order of the file
 */
record EffortPoints(double whole, List<Point> points) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One effort.
   *
   * @param effort from 0 to 1
   * @param blocks mean share of blocks that ran
   * @param tokens mean share of tokens that went through MLPs
   * @param multiplyAdds mean of an image
   * @param metrics by task, its first figure by name
   */
  record Point(double effort, double blocks, double tokens, double multiplyAdds, Map<String, Figure> metrics) {}

  /**
   * A figure.
   *
   * @param name of the metric
   * @param value its value
   */
  record Figure(String name, double value) {}

  /** Keeps a copy. */
  EffortPoints {
    points = List.copyOf(points);
  }

  static EffortPoints parse(String text) {
    try {
      JsonNode root = MAPPER.readTree(text);
      List<Point> points = new ArrayList<>();
      for (JsonNode node : root.path("points")) {
        Map<String, Figure> metrics = new LinkedHashMap<>();
        node.path("metrics").properties().forEach(task -> task.getValue().properties().stream().findFirst()
            .ifPresent(figure -> metrics.put(task.getKey(), new Figure(figure.getKey(), figure.getValue().asDouble(Double.NaN)))));
        points.add(new Point(node.path("effort").asDouble(), node.path("blocks").asDouble(), node.path("tokens").asDouble(), node.path("multiplyAdds").asDouble(), metrics));
      }
      double whole = root.path("staticMultiplyAdds").asDouble();
      if (points.isEmpty() || !(whole > 0)) {
        throw new InvalidInputException("efforts.json: found no points with multiply-adds, as a run of AdaMTL writes them");
      }
      return new EffortPoints(whole, points);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("efforts.json: not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
