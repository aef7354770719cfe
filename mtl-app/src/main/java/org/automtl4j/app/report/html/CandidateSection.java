package org.automtl4j.app.report.html;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.automtl4j.app.report.RunCandidate;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.graph.automtl.ModelSize;

/** The table of the architectures that were among those to choose from: how they ranked, and what each would cost. */
final class CandidateSection {
  private CandidateSection() {}

  static Optional<Element> of(RunRecord run) {
    return run.result().filter(r -> !drawn(r).isEmpty()).map(CandidateSection::section);
  }

  /** Those that were ranked among themselves; what stands against hard sharing has a section of its own. */
  private static List<RunCandidate> drawn(RunResult result) {
    return result.candidates().stream().filter(c -> c.standing().isEmpty()).toList();
  }

  private static Element section(RunResult result) {
    Element head = Element.of("tr", Element.of("th", "candidate"));
    List.of("Delta on validation", "parameters of the backbone", "all parameters", "multiply-adds per image", "milliseconds per image")
        .forEach(title -> head.add(Element.of("th", title).set("class", "number").set("scope", "col")));
    Element body = Element.of("tbody");
    int number = 1;
    for (RunCandidate candidate : drawn(result)) {
      Element row = Element.of("tr", Element.of("th", number + (candidate.taken() ? ", taken" : "")).set("scope", "row"));
      row.add(number(candidate.deltaValidation().isPresent() ? Numbers.change(candidate.deltaValidation().getAsDouble()) : "–"));
      row.add(size(candidate, ModelSize::backboneParameters, result.backboneParameters().get(RunResult.SINGLE)));
      row.add(size(candidate, ModelSize::parameters, result.parameters().get(RunResult.SINGLE)));
      row.add(size(candidate, ModelSize::multiplyAdds, result.macs().get(RunResult.SINGLE)));
      body.add(row.add(number(candidate.latencyMs().isPresent() ? Numbers.metric(candidate.latencyMs().getAsDouble()) : "–")));
      number++;
    }
    return Element.of("section", Element.of("h2", "Candidates"),
        Element.of("p", "Architectures that were drawn, each trained shortly. Delta is against the mean of the candidates; shares are of the single-task models together, where "
            + "the run has them."),
        Element.div("wide", Element.of("table", Element.of("thead", head), body))).set("id", "candidates");
  }

  private static Element size(RunCandidate candidate, ToLongFunction<ModelSize> what, Long single) {
    long value = what.applyAsLong(candidate.size());
    return number(Numbers.brief(value) + (single == null ? "" : " (" + Numbers.percent(value / (double) single) + ")"));
  }

  private static Element number(String text) {
    return Element.of("td", text).set("class", "number");
  }
}
