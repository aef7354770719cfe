package org.automtl4j.app.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;
import org.automtl4j.train.listener.IterationDone;

/**
 * An {@link IterationDone} in a file of recorded events: this record is the format and nothing else. What came later than {@code waitSeconds} is left out where
 * the components before it say all.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedIteration(String model, String stage, String phase, int iteration, int iterations, Map<String, Double> losses, Map<String, Double> regularisers,
    double learningRate, double temperature, double seconds, double waitSeconds, Map<String, Map<String, Double>> terms, Map<String, Double> rates,
    Map<String, Double> scalars) {

  /** What files of no release lack is damage, which the reader of the line tells. */
  RecordedIteration {
    Objects.requireNonNull(losses, "losses");
    terms = Objects.requireNonNullElse(terms, Map.of());
    rates = Objects.requireNonNullElse(rates, Map.of());
    scalars = Objects.requireNonNullElse(scalars, Map.of());
  }

  static RecordedIteration of(IterationDone e) {
    return new RecordedIteration(e.model(), e.stage(), e.phase(), e.iteration(), e.iterations(), e.losses(), e.regularisers(), e.learningRate(), e.temperature(),
        e.seconds(), e.waitSeconds(), e.terms(), e.rates(), e.scalars());
  }

  IterationDone event() {
    Map<String, Double> former = Objects.requireNonNullElse(regularisers, Map.of());
    return rates.isEmpty()
        ? IterationDone.of(model, stage, phase, iteration, iterations, losses, former, learningRate, temperature, seconds, waitSeconds)
        : new IterationDone(model, stage, phase, iteration, iterations, losses, terms, rates, scalars, seconds, waitSeconds);
  }
}
