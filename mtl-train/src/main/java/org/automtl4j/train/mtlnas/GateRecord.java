package org.automtl4j.train.mtlnas;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.graph.choice.ChoiceDistribution;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.method.Session;
import org.automtl4j.train.method.StageContext;
import org.automtl4j.train.method.TrainingStage;

/**
 * What a search leaves beside its edges: how sure each gate was, and what the network computes with soft gates and with the open edges alone, on the validation
 * split. The gap between the two is what making the gates hard costs.
 *
 * @param found the open edges
 */
record GateRecord(FusionArchitecture found) implements TrainingStage<String> {
  private static final int VERSION = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Keeps the file. */
  static void keep(Session session, FusionArchitecture found) {
    String json = session.run(new GateRecord(found));
    session.keep(MtlNasMethod.GATES, file -> {
      try {
        WholeFile.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    });
  }

  @Override
  public String id() {
    return "gates";
  }

  @Override
  public String run(StageContext context) {
    FusionNetwork network = FusionStages.network(context, id());
    ChoiceDistribution distribution = network.distribution(context.parameters());
    ObjectNode root = MAPPER.createObjectNode().put("format", "automtl4j-gates").put("version", VERSION).put("entropy", distribution.entropy())
        .put("open", found.edges().size());
    ObjectNode gates = root.putObject("gates");
    for (int e = 0; e < network.space().edges().size(); e++) {
      gates.put(network.space().edges().get(e).toString(), distribution.probabilities()[e][1]);
    }
    if (context.settings().data().size(Split.VAL) > 0) {
      put(root.putObject("soft"), context.evaluate(network, context.parameters(), new FusionView.Soft(), Split.VAL));
      put(root.putObject("discrete"), context.evaluate(network, context.parameters(), new FusionView.Discrete(found), Split.VAL));
    }
    return root.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, Evaluation evaluation) {
    evaluation.metrics().forEach((task, values) -> {
      ObjectNode figures = node.putObject(task);
      values.stream().filter(value -> Double.isFinite(value.value())).forEach(value -> figures.put(value.name(), value.value()));
    });
  }
}
