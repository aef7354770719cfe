package org.automtl4j.app.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.SkipPath;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.backbone.Shape;

/**
 * A backbone's layers, what they cost and what tasks may choose there.
 *
 * @param backbone its name
 * @param input shape of the input
 * @param tasks how many tasks it is looked at for
 * @param layers one row per layer
 * @param parameters weights, biases, gammas and betas of the whole backbone
 * @param macs multiply-adds of the whole backbone for one image
 * @param policyNodes layers where tasks choose
 * @param searchSpaceLog10 decimal logarithm of the number of architectures
 */
public record BackboneReport(
    @JsonProperty("backbone") String backbone,
    @JsonProperty("input") Shape input,
    @JsonProperty("tasks") int tasks,
    @JsonProperty("layers") List<Row> layers,
    @JsonProperty("parameters") long parameters,
    @JsonProperty("macs") long macs,
    @JsonProperty("policy_nodes") int policyNodes,
    @JsonProperty("search_space_log10") double searchSpaceLog10) {

  private static final int DEFAULT_SIZE = 224;

  /**
   * One layer.
   *
   * @param index its index
   * @param name its name
   * @param type its type, as files write it
   * @param inputs indexes of the layers that it reads; -1 is the network's input
   * @param shape shape of its output
   * @param parameters its parameters
   * @param macs its multiply-adds for one image
   * @param choices the branches that tasks choose from; empty where there is no choice
   * @param note what is special about the choices; may be empty
   */
  public record Row(int index, String name, String type, List<Integer> inputs, Shape shape, long parameters, long macs, List<String> choices, String note) {
    /** Keeps unmodifiable copies. */
    public Row {
      inputs = List.copyOf(inputs);
      choices = List.copyOf(choices);
    }
  }

  /** Keeps an unmodifiable copy. */
  public BackboneReport {
    layers = List.copyOf(layers);
  }

  /**
   * @param backbone the backbone
   * @return the input shape that its file proposes, 224x224 if it does not
   */
  public static Shape defaultInput(Backbone backbone) {
    return backbone.headerShape().orElse(new Shape(backbone.inputChannels(), DEFAULT_SIZE, DEFAULT_SIZE));
  }

  /**
   * @param backbone the backbone
   * @param input shape of the input
   * @param tasks how many tasks, at least 1; with a single one there is nothing to choose
   * @return the report
   * @throws InvalidInputException if the input does not fit; the message names the layer and the shapes
   */
  public static BackboneReport of(Backbone backbone, Shape input, int tasks) {
    if (input.channels() != backbone.inputChannels()) {
      throw new InvalidInputException("backbone '" + backbone.name() + "': found an input of " + input + ", allowed: " + backbone.inputChannels()
          + " channels");
    }
    List<Shape> shapes = backbone.shapes(input.height(), input.width());
    List<Row> rows = new ArrayList<>();
    double logarithm = 0;
    int nodes = 0;
    for (Node node : backbone.nodes()) {
      int i = node.index();
      List<String> choices = List.of();
      String note = "";
      if (tasks > 1 && node.layer() instanceof Convolution) {
        SkipPath skip = SkipPath.of(backbone, i);
        choices = branches(skip);
        note = backbone.isGate(i) ? "no skip: it makes a gate" : skip == SkipPath.NONE ? "no skip: padding does not fit" : skip == SkipPath.PROJECTION ? "skip by a 1x1 convolution" : "";
        logarithm += tasks * Math.log10(choices.size());
        nodes++;
      }
      rows.add(new Row(i, node.layer().name(), node.layer().type(), node.inputs(), shapes.get(i), backbone.parameters(i), backbone.multiplyAdds(i, shapes),
          choices, note));
    }
    return new BackboneReport(backbone.name(), input, tasks, rows, backbone.parameters(), backbone.multiplyAdds(input.height(), input.width()), nodes,
        logarithm);
  }

  private static List<String> branches(SkipPath skip) {
    List<String> all = new ArrayList<>();
    for (Branch branch : Branch.values()) {
      if (branch != Branch.SKIP || skip != SkipPath.NONE) {
        all.add(branch.label());
      }
    }
    return all;
  }

  /** @return the table for people */
  public String table() {
    TextTable table = new TextTable(3);
    table.row("layer", "name", "type", "output", "parameters", "multiply-adds", " choices");
    for (Row row : layers) {
      String choices = String.join(", ", row.choices()) + (row.note().isEmpty() ? "" : " (" + row.note() + ")");
      table.row(Integer.toString(row.index()), row.name(), row.type(), row.shape().toString(), count(row.parameters()), count(row.macs()), " " + choices);
    }
    StringBuilder text = new StringBuilder(table.text());
    text.append(String.format(Locale.ROOT, "\n%s: %d layers, input %s, %,d parameters, %,d multiply-adds\n", backbone, layers.size(), input, parameters, macs));
    text.append(tasks == 1 ? "1 task: nothing to choose\n"
        : String.format(Locale.ROOT, "%d tasks choose at %d %s: about 10^%.1f architectures\n", tasks, policyNodes, policyNodes == 1 ? "layer" : "layers",
            searchSpaceLog10));
    return text.toString();
  }

  /** @return the same as one JSON object */
  public String toJson() {
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a report", e);
    }
  }

  private static String count(long number) {
    return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
  }
}
