package org.automtl4j.train.adamtl;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.adamtl.AdaptiveView;
import org.automtl4j.graph.adamtl.PackedSwin;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.swin.SwinStage;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.evaluate.Evaluator;
import org.automtl4j.train.method.LoopSettings;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;

/**
 * Figures and mean cost of the validation images at several efforts, from inference that really leaves out what is not wanted.
 *
 * @param efforts from 0 to 1, see {@link PackedSwin#run}
 */
public record EffortCurve(List<Double> efforts) implements TrainingStage<List<EffortCurve.Point>> {
  /** The file of the points, in a run's folder. */
  public static final String FILE = "efforts.json";

  /**
   * What came of one effort.
   *
   * @param effort from 0 to 1
   * @param blocks mean share of blocks that ran
   * @param tokens mean share of tokens that went through MLPs, over all blocks
   * @param multiplyAdds mean of an image
   * @param staticMultiplyAdds of an image of the same network without controllers
   * @param evaluation the figures
   */
  public record Point(double effort, double blocks, double tokens, double multiplyAdds, long staticMultiplyAdds, Evaluation evaluation) {}

  /** Keeps a copy. */
  public EffortCurve {
    efforts = List.copyOf(efforts);
  }

  @Override
  public String id() {
    return "efforts";
  }

  @Override
  public List<Point> run(StageContext context) {
    AdaptiveSwin network = AdaptiveStages.network(context, id(), true);
    LoopSettings settings = context.settings();
    List<SwinStage> stages = network.encoder().spec().layout();
    double blocks = stages.stream().mapToInt(stage -> stage.size().depth()).sum();
    double tokens = stages.stream().mapToLong(stage -> (long) stage.tokens() * stage.size().depth()).sum();
    int height = network.encoder().spec().image().height();
    int width = network.encoder().spec().image().width();
    long fixed = network.graph(context.parameters(), new GraphRequest(new AdaptiveView.Static(), network.tasks().stream().map(Task::name).toList(), GraphRequest.Mode.INFERENCE,
        height, width)).multiplyAdds();
    List<Point> points = new ArrayList<>();
    try (PackedSwin packed = new PackedSwin(network, context.parameters())) {
      for (double effort : efforts) {
        List<PackedSwin.Cost> costs = new ArrayList<>();
        Evaluation evaluation = Evaluator.evaluate(images -> {
          PackedSwin.Answer answer = packed.run(images, effort);
          costs.addAll(answer.costs());
          return answer.predictions();
        }, network.tasks(), settings.data(), Split.VAL, settings.batchSize(), settings::metricOptions, settings::loss);
        points.add(new Point(effort, costs.stream().mapToInt(PackedSwin.Cost::blocks).average().orElse(0) / blocks,
            costs.stream().mapToLong(PackedSwin.Cost::tokens).average().orElse(0) / tokens,
            costs.stream().mapToLong(PackedSwin.Cost::multiplyAdds).average().orElse(0), fixed, evaluation));
      }
    }
    return points;
  }

  /**
   * Writes points.
   *
   * @param points what {@link #run} gave
   * @param file where to
   * @throws UncheckedIOException if it cannot be written
   */
  static void write(List<Point> points, Path file) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("version", 1).put("split", Split.VAL.name());
    root.put("staticMultiplyAdds", points.stream().mapToLong(Point::staticMultiplyAdds).findFirst().orElse(0));
    ArrayNode list = root.putArray("points");
    for (Point point : points) {
      ObjectNode node = list.addObject().put("effort", point.effort()).put("blocks", point.blocks()).put("tokens", point.tokens()).put("multiplyAdds", point.multiplyAdds());
      ObjectNode metrics = node.putObject("metrics");
      point.evaluation().metrics().forEach((task, values) -> {
        ObjectNode ofTask = metrics.putObject(task);
        values.forEach(value -> ofTask.put(value.name(), value.value()));
      });
    }
    try {
      byte[] text = (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
      WholeFile.write(file, out -> out.write(text));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
