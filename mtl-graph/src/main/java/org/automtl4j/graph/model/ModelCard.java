package org.automtl4j.graph.model;

import java.util.Locale;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.mtlnas.FusionArchitecture;

/** What people should know of a model, as Markdown (after Mitchell et al., Model Cards for Model Reporting, 2019). */
final class ModelCard {
  static final String ENTRY = "automtl4j/MODEL_CARD.md";

  private ModelCard() {}

  static String of(MultiTaskModel model) {
    StringBuilder card = new StringBuilder();
    String backbone = model.backboneName();
    card.append("# Multi-task model").append(backbone.isEmpty() ? model.isBranched() ? "" : " of method " + model.method() : " on " + backbone).append("\n\n");
    card.append(String.format(Locale.ROOT, "One image in, %d predictions out; %,d stored numbers.%n%n", model.tasks().size(), model.parameters()).replace("\r\n", "\n"));
    tasks(model, card);
    input(model, card);
    model.architecture().ifPresent(architecture -> branches(model, architecture, card));
    model.edges().ifPresent(edges -> edges(edges, card));
    card.append("## Where it comes from\n\nSeed ").append(model.info().seed()).append(".");
    model.info().versions().forEach((name, version) -> card.append(' ').append(name).append(' ').append(version).append('.'));
    card.append("\n\n");
    Map<String, String> data = model.info().data();
    card.append(data.isEmpty() ? "The data that it was trained on are not known.\n"
        : "Data: " + data.getOrDefault("name", "?") + "; licence: " + data.getOrDefault("licence", "not known") + "; fingerprint: `" + data.getOrDefault("fingerprint", "?") + "`.\n");
    card.append("\n## How to use it\n\n```java\ntry (MultiTaskModel model = MultiTaskModel.load(Path.of(\"model.zip\"))) {\n"
        + "  Prediction p = model.predict(ImageIO.read(new File(\"camera.png\")));\n}\n```\n\n"
        + (model.isLayered() ? "Plain Deeplearning4j reads it with `ModelSerializer.restoreComputationGraph`; outputs are in the order of the tasks and named as they are.\n"
            : "It holds its graph as SameDiff writes it; `automtl export` makes ONNX of it.\n"));
    return card.toString();
  }

  private static void tasks(MultiTaskModel model, StringBuilder card) {
    card.append("| task | kind | outputs | head | measured |\n|---|---|---|---|---|\n");
    for (Task task : model.tasks()) {
      StringBuilder measured = new StringBuilder();
      model.info().metrics().getOrDefault(task.name(), Map.of())
          .forEach((name, value) -> measured.append(measured.isEmpty() ? "" : ", ").append(name).append(' ').append(String.format(Locale.ROOT, "%.4g", value)));
      card.append("| ").append(task.name()).append(" | ").append(task.kind().name().toLowerCase(Locale.ROOT)).append(" | ").append(task.outputs())
          .append(task.unit().isEmpty() ? "" : " (" + task.unit() + ")").append(" | ").append(model.headType(task.name())).append(" | ").append(measured).append(" |\n");
    }
    card.append('\n');
    Map<String, String> on = model.info().measured();
    if (!on.isEmpty()) {
      card.append("Measured on the split ").append(on.getOrDefault("split", "?")).append(" on ").append(on.getOrDefault("date", "an unknown day"))
          .append(", data with the fingerprint `").append(on.getOrDefault("fingerprint", "?")).append("`; shares and angles in the units of the metrics (see the guide to training).\n\n");
    }
  }

  private static void input(MultiTaskModel model, StringBuilder card) {
    card.append("## Input\n\n[N, ").append(model.inputChannels()).append(", ").append(model.height()).append(", ").append(model.width()).append("]").append(model.isFixedSize() ? ", no other size" : "");
    card.append(model.preprocessing().map(p -> ", " + p.order() + ", (pixel - mean) / std with pixels in 0..255, mean " + p.mean() + ", std " + p.std() + ".\n\n"
        + "`normalizer.bin` does that to what `NativeImageLoader` gives" + (p.order() == ChannelOrder.RGB ? " once its channels, blue first, are turned round (`ColorConversionTransform`)" : "")
        + ".\n\n").orElse("; how images are prepared is not known.\n\n"));
  }

  private static void edges(FusionArchitecture architecture, StringBuilder card) {
    card.append("## Edges\n\nEach task has a network of its own; ").append(architecture.edges().size()).append(" edges between them are open.\n\n");
    architecture.edges().forEach(edge -> card.append("- ").append(edge).append('\n'));
    card.append('\n');
  }

  private static void branches(MultiTaskModel model, Architecture architecture, StringBuilder card) {
    card.append("## Branches\n\n| task | shared | specific | skipped |\n|---|---|---|---|\n");
    for (Task task : model.tasks()) {
      int[] counts = new int[Branch.values().length];
      for (PolicyNode node : model.superModel().policyNodes()) {
        counts[architecture.branch(task.name(), node.layer()).ordinal()]++;
      }
      card.append("| ").append(task.name()).append(" | ").append(counts[Branch.SHARED.ordinal()]).append(" | ").append(counts[Branch.SPECIFIC.ordinal()]).append(" | ")
          .append(counts[Branch.SKIP.ordinal()]).append(" |\n");
    }
    card.append('\n');
  }
}
