package org.automtl4j.app.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.graph.choice.Site;
import org.automtl4j.train.listener.ChoiceSnapshot;

/** A {@link ChoiceSnapshot} in a file of recorded events: this record is the format and nothing else. */
record RecordedChoices(String model, String stage, int iteration, List<Choice> choices) {

  /** A choice; the list of tasks has none or one. */
  record Choice(String site, List<String> task, List<String> options, List<Double> probabilities) {
    Choice {
      Objects.requireNonNull(site, "site");
      task = List.copyOf(task);
      options = List.copyOf(options);
      probabilities = List.copyOf(probabilities);
    }
  }

  RecordedChoices {
    choices = List.copyOf(choices);
  }

  static RecordedChoices of(ChoiceSnapshot e) {
    return new RecordedChoices(e.model(), e.stage(), e.iteration(), e.choices().stream()
        .map(c -> new Choice(c.site().key(), c.site().task().stream().toList(), c.site().options(), c.probabilities())).toList());
  }

  ChoiceSnapshot event() {
    return new ChoiceSnapshot(model, stage, iteration, choices.stream().map(c ->
        new ChoiceSnapshot.Choice(new Site(c.site(), c.task().isEmpty() ? Optional.empty() : Optional.of(c.task().get(0)), c.options()), c.probabilities())).toList());
  }
}
