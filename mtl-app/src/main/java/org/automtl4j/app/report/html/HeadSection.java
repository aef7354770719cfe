package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.train.automtl.config.AutoMtlSettings;

/** Title, state, and the few numbers that matter. */
final class HeadSection {
  private HeadSection() {}

  static Element of(RunRecord run) {
    Element head = Element.of("header", Element.of("h1", run.config().name()),
        Element.of("p", "Seed " + run.config().seed() + " · backbone " + run.config().backbone() + " · tasks " + String.join(", ", run.tasks())
            + run.provenance().map(p -> " · started " + p.started().replace('T', ' ').replace("Z", " UTC")).orElse("")).set("class", "soft"));
    head.add(state(run));
    List<Element> tiles = tiles(run);
    if (!tiles.isEmpty()) {
      head.add(Element.div("tiles").addAll(tiles));
    }
    run.notes().forEach(note -> head.add(Element.of("p", note).set("class", "note")));
    return head;
  }

  private static Element state(RunRecord run) {
    if (run.finished()) {
      return Element.of("p", sentence(run)).set("class", "lead");
    }
    String where = run.log().latest().map(stage -> stage.ended() ? "stage " + stage.title() + " has ended, after " + stage.done() + " iterations"
        : "stage " + stage.title() + ", iteration " + stage.done() + " of " + stage.planned).orElse("no stage has begun");
    return Element.of("p", Element.of("strong", "Not finished: "), Element.of("span", where + ". Run ‘automtl report’ again to see more."))
        .set("class", "lead running");
  }

  /** What was found, in words. */
  private static String sentence(RunRecord run) {
    RunResult r = run.result().orElseThrow();
    if (!r.models().contains(RunResult.SEARCH)) {
      return run.config().method().as(AutoMtlSettings.class).map(s -> "The stages " + s.stages() + " are done").orElse("All stages are done")
          + "; no model was trained to the end.";
    }
    Optional<Double> share = share(r, RunResult.SEARCH);
    if (!r.delta().containsKey(RunResult.SEARCH)) {
      return "One model for " + run.tasks().size() + " tasks. Nothing was trained beside it to compare with.";
    }
    double delta = r.delta().get(RunResult.SEARCH);
    String better = Math.abs(delta) < 0.0005 ? "as good as" : String.format(Locale.ROOT, "%.1f %% %s than", 100 * Math.abs(delta), delta > 0 ? "better"
        : "worse");
    return "One model for " + run.tasks().size() + " tasks. On average it is " + better + " a model of its own for every task"
        + share.map(s -> ", with " + Numbers.percent(s) + " of their backbone parameters").orElse("") + ".";
  }

  private static Optional<Double> share(RunResult r, String model) {
    return r.backboneParameters().containsKey(model) && r.backboneParameters().containsKey(RunResult.SINGLE)
        ? Optional.of(r.backboneParameters().get(model) / (double) r.backboneParameters().get(RunResult.SINGLE)) : Optional.empty();
  }

  private static List<Element> tiles(RunRecord run) {
    List<Element> tiles = new ArrayList<>();
    run.result().ifPresent(r -> {
      if (r.delta().containsKey(RunResult.SEARCH)) {
        tiles.add(tile(Numbers.change(r.delta().get(RunResult.SEARCH)), "Delta against single-task models"));
      }
      if (r.delta().containsKey("hard")) {
        tiles.add(tile(Numbers.change(r.delta().get("hard")), "Delta of hard sharing"));
      }
      share(r, RunResult.SEARCH).ifPresent(s -> tiles.add(tile(Numbers.percent(s), "of the single-task backbone parameters")));
      r.policyConfidence().values().stream().mapToDouble(Double::doubleValue).average()
          .ifPresent(c -> tiles.add(tile(Numbers.probability(c), "how decided the policies are (0.33 to 1)")));
      tiles.add(tile(Numbers.seconds(r.seconds().values().stream().mapToDouble(Double::doubleValue).sum()), "training, all models"));
    });
    return tiles;
  }

  static Element tile(String value, String meaning) {
    return Element.div("tile", Element.of("b", value), Element.of("span", meaning));
  }
}
