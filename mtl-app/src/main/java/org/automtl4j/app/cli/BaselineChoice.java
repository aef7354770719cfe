package org.automtl4j.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.automtl4j.app.config.Baseline;

/** What {@code --baselines} takes. */
enum BaselineChoice {
  NONE(List.of()),
  HARD(List.of(Baseline.HARD)),
  SINGLE(List.of(Baseline.SINGLE)),
  RANDOM(List.of(Baseline.RANDOM, Baseline.RANDOM_BOTTOM)),
  ALL(List.of(Baseline.HARD, Baseline.SINGLE));

  private final List<Baseline> baselines;

  BaselineChoice(List<Baseline> baselines) {
    this.baselines = baselines;
  }

  /** The change of the configuration that the choices mean; none if there are no choices. */
  static Optional<String> assignment(List<BaselineChoice> choices) {
    if (choices.isEmpty()) {
      return Optional.empty();
    }
    Stream<Baseline> all = choices.stream().flatMap(choice -> choice.baselines.stream()).distinct();
    return Optional.of(all.map(Baseline::name).collect(Collectors.joining(", ", "baselines=[", "]")));
  }
}
