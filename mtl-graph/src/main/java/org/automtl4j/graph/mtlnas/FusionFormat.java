package org.automtl4j.graph.mtlnas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.View;
import org.automtl4j.graph.prototxt.Prototxt;
import org.automtl4j.graph.stored.Fields;
import org.automtl4j.graph.stored.HeadedTasks;
import org.automtl4j.graph.stored.NetworkFormat;
import org.nd4j.linalg.api.buffer.DataType;

/** Fusion networks in model files: what their gates came to, or each task alone. */
public final class FusionFormat implements NetworkFormat {
  private static final String SITES = "sites";
  private static final String CONVOLUTIONS = "convolutions";
  private static final String POOLINGS = "poolings";
  private static final String LISTED = "listed";
  private static final String ARCHITECTURE = "architecture";

  @Override
  public String method() {
    return "mtl-nas";
  }

  @Override
  public Map<String, Object> write(Network network, View view) {
    FusionNetwork fusion = (FusionNetwork) network;
    FusionSettings settings = fusion.settings();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("backbone", Prototxt.write(fusion.backbone()));
    fields.put("tasks", HeadedTasks.write(fusion.tasks(), task -> fusion.head(task.name())));
    fields.put("dataType", fusion.dataType().name());
    if (settings.sites() instanceof SiteRule.Listed listed) {
      fields.put(SITES, LISTED);
      fields.put(LISTED, listed.layers());
    } else {
      fields.put(SITES, settings.sites() instanceof SiteRule.Convolutions ? CONVOLUTIONS : POOLINGS);
    }
    fields.put("depthLimit", settings.depthLimit());
    fields.put("allowCrossGroup", settings.allowCrossGroup());
    fields.put("operator", settings.operator().name());
    fields.put("momentum", settings.momentum());
    fields.put("shortcut", settings.shortcut());
    if (view instanceof FusionView.Discrete discrete) {
      fields.put(ARCHITECTURE, discrete.architecture().toJson());
    } else if (!(view instanceof FusionView.Alone)) {
      throw new InvalidInputException("a finished model has no gates: found view '" + view.id() + "', allowed: discrete, alone");
    }
    return fields;
  }

  @Override
  public Restored read(Fields fields, Map<String, TaskHead> ownHeads) {
    SiteRule sites = switch (fields.text(SITES)) {
      case CONVOLUTIONS -> new SiteRule.Convolutions();
      case POOLINGS -> new SiteRule.Poolings();
      case LISTED -> new SiteRule.Listed(fields.texts(LISTED));
      default -> throw fields.wrong(SITES, String.join(", ", CONVOLUTIONS, POOLINGS, LISTED));
    };
    DataType type = fields.text("dataType").equals("DOUBLE") ? DataType.DOUBLE : DataType.FLOAT;
    // Where fusions started and what helped them to learn has left no trace in the structure of a finished model.
    FusionSettings settings = new FusionSettings(sites, fields.whole("depthLimit", 0, Integer.MAX_VALUE), fields.bool("allowCrossGroup"),
        fields.constant("operator", FusionOperator.class), new FusionStart.Scaled(1, 0), fields.number("momentum"), List.of(), fields.bool("shortcut"));
    FusionNetwork.Builder builder = FusionNetwork.builder(Prototxt.parse(fields.text("backbone"), "backbone")).settings(settings).dataType(type);
    HeadedTasks.read(fields.all("tasks"), ownHeads).forEach(builder::task);
    FusionNetwork network = builder.build();
    if (!fields.has(ARCHITECTURE)) {
      return new Restored(network, new FusionView.Alone());
    }
    return new Restored(network, new FusionView.Discrete(FusionArchitecture.fromJson(fields.text(ARCHITECTURE)).checkedAgainst(network)));
  }
}
