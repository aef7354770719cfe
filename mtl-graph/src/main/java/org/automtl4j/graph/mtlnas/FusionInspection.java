package org.automtl4j.graph.mtlnas;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;

/**
 * What a search between the copies of a backbone would be about, without heads: sites, edges, and what they cost.
 *
 * @param backbone the backbone's name
 * @param tasks names of the tasks
 * @param rows the sites, in order
 * @param backboneParameters weights and biases, gammas and betas of all copies
 * @param backboneMultiplyAdds multiply-adds of all copies for one image
 */
public record FusionInspection(String backbone, List<String> tasks, List<Row> rows, long backboneParameters, long backboneMultiplyAdds) {

  /**
   * One site.
   *
   * @param site the site
   * @param shape of its map
   * @param sources the sites that each other task may be read at
   * @param edges how many edges lead here, to all tasks
   * @param parameters what the fusions of all tasks train here with all edges open
   * @param multiplyAdds what they compute for one image
   */
  public record Row(FusionSite site, Shape shape, List<FusionSite> sources, int edges, long parameters, long multiplyAdds) {
    /** Keeps an unmodifiable copy. */
    public Row {
      sources = List.copyOf(sources);
    }
  }

  /** Keeps unmodifiable copies. */
  public FusionInspection {
    tasks = List.copyOf(tasks);
    rows = List.copyOf(rows);
  }

  /**
   * @param backbone a backbone
   * @param tasks names of the tasks
   * @param settings sites, edges and fusions
   * @param height rows of the images, in pixels
   * @param width columns of the images, in pixels
   * @return what there is to search
   * @throws org.automtl4j.core.InvalidInputException if the backbone has no site or does not fit the size
   */
  public static FusionInspection of(Backbone backbone, List<String> tasks, FusionSettings settings, int height, int width) {
    FusionSpace space = new FusionSpace(tasks, settings.sites().sites(backbone), settings.operator(), settings.depthLimit(), settings.allowCrossGroup());
    List<Shape> shapes = backbone.shapes(height, width);
    List<Row> rows = new ArrayList<>();
    for (FusionSite site : space.sites()) {
      Shape shape = shapes.get(site.layer());
      List<Edge> edges = tasks.stream().flatMap(task -> space.incoming(task, site.index()).stream()).toList();
      List<FusionSite> sources = edges.stream().map(Edge::sourceSite).distinct().sorted().map(space.sites()::get).toList();
      long fused = IntStream.range(0, tasks.size()).filter(settings.operator()::fuses).count();
      long inputs = fused * site.channels() + edges.stream().mapToLong(edge -> space.sites().get(edge.sourceSite()).channels()).sum();
      boolean convolves = settings.operator().hasConvolution();
      long parameters = convolves ? inputs * site.channels() + 2 * fused * site.channels() : fused + edges.size();
      rows.add(new Row(site, shape, sources, edges.size(), parameters, convolves ? inputs * site.channels() * shape.height() * shape.width() : 0));
    }
    return new FusionInspection(backbone.name(), tasks, rows, tasks.size() * backbone.parameters(), tasks.size() * backbone.multiplyAdds(height, width));
  }

  /** @return edges of the space */
  public int edges() {
    return rows.stream().mapToInt(Row::edges).sum();
  }

  /** @return what all fusions train with all edges open */
  public long fusionParameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** @return what all fusions compute for one image with all edges open */
  public long fusionMultiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /** @return the sites as a table for people, with the sums below */
  public String table() {
    StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%-20s %5s %6s %-14s %6s %12s %10s  %s%n", "site", "group", "stride", "map", "edges", "parameters",
        "MMACs", "reads the other tasks at"));
    for (Row row : rows) {
      out.append(String.format(Locale.ROOT, "%-20s %5d %6d %-14s %6d %,12d %,10.1f  %s%n", row.site().key(), row.site().group(), row.site().stride(), row.shape(), row.edges(),
          row.parameters(), row.multiplyAdds() / 1e6, row.sources().stream().map(FusionSite::key).collect(Collectors.joining(", "))));
    }
    out.append(String.format(Locale.ROOT, "%n%d tasks, %d sites, %d edges%n", tasks.size(), rows.size(), edges()));
    out.append(String.format(Locale.ROOT, "copies of the backbone: %,d parameters, %,.1f MMACs%n", backboneParameters, backboneMultiplyAdds / 1e6));
    out.append(String.format(Locale.ROOT, "fusions, all edges open: %,d parameters, %,.1f MMACs%n", fusionParameters(), fusionMultiplyAdds() / 1e6));
    return out.toString().replace("\r\n", "\n");
  }

  /** @return the same as one JSON object */
  public String toJson() {
    ObjectNode root = new ObjectMapper().createObjectNode().put("backbone", backbone).put("edges", edges()).put("backboneParameters", backboneParameters)
        .put("backboneMultiplyAdds", backboneMultiplyAdds).put("fusionParameters", fusionParameters()).put("fusionMultiplyAdds", fusionMultiplyAdds());
    ArrayNode names = root.putArray("tasks");
    tasks.forEach(names::add);
    ArrayNode sites = root.putArray("sites");
    for (Row row : rows) {
      ObjectNode site = sites.addObject().put("site", row.site().key()).put("group", row.site().group()).put("stride", row.site().stride()).put("channels", row.shape().channels())
          .put("height", row.shape().height()).put("width", row.shape().width()).put("edges", row.edges()).put("parameters", row.parameters())
          .put("multiplyAdds", row.multiplyAdds());
      ArrayNode sources = site.putArray("sources");
      row.sources().forEach(source -> sources.add(source.key()));
    }
    return root.toString();
  }
}
