package org.automtl4j.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.automtl.compat.SharedBottom;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.baseline.BaselineSettings;
import org.junit.jupiter.api.Test;

/** AutoMTL's keys stand in the section of the method, or at the top, where they always stood. */
class MethodKeysTest {
  private static final String TOP = RunConfigTest.SMALL + """
      stages: [PRE, SEARCH]
      policySearch:
        lambda: 5e-3
      """;
  private static final String SECTION = RunConfigTest.SMALL + """
      method:
        name: automtl
        stages: [PRE, SEARCH]
        policySearch:
          lambda: 5e-3
      """;

  private static RunConfig parse(String yaml, String... assignments) {
    return RunConfig.parse(yaml, "c.yaml", List.of(assignments));
  }

  private static double lambda(RunConfig config) {
    return config.method().as(AutoMtlSettings.class).orElseThrow().policySearch().lambda();
  }

  @Test
  void bothPlacesMeanTheSame() {
    assertThat(parse(TOP)).isEqualTo(parse(SECTION));
    assertThat(parse(RunConfigTest.SMALL + "method: automtl\n")).isEqualTo(parse(RunConfigTest.SMALL));
    assertThat(parse(TOP).toYaml()).startsWith("version: 1\n").contains("\nmethod:\n  name: automtl\n  stages: [PRE, SEARCH]\n");
  }

  @Test
  void eitherNameSetsAKeyWhereverItStands() {
    for (String yaml : List.of(TOP, SECTION)) {
      for (String key : List.of("policySearch.lambda", "method.policySearch.lambda")) {
        RunConfig config = parse(yaml, key + "=0.25");
        assertThat(lambda(config)).isEqualTo(0.25);
        assertThat(lambda(config.with(key + "=0.5"))).isEqualTo(0.5);
        assertThat(config.flat()).containsEntry("policySearch.lambda", "0.25").containsEntry("method.name", "automtl");
      }
    }
  }

  @Test
  void aKeyStandsOnce() {
    assertThatThrownBy(() -> parse(SECTION + "stages: [POST]\n")).isInstanceOf(InvalidInputException.class)
        .hasMessage("c.yaml: stages: found at the top and as method.stages, allowed: one of them");
  }

  @Test
  void messagesCallAKeyAsItsUserDoesAndNameItsLine() {
    assertThatThrownBy(() -> parse(TOP.replace("5e-3", "-1"))).hasMessageStartingWith("c.yaml, line 7: policySearch.lambda: found -1, allowed:");
    assertThatThrownBy(() -> parse(SECTION.replace("5e-3", "-1"))).hasMessageStartingWith("c.yaml, line 9: method.policySearch.lambda: found -1, allowed:");
    assertThatThrownBy(() -> parse(SECTION, "policySearch.lambda=-1")).hasMessageStartingWith("c.yaml: policySearch.lambda: found -1, allowed:");
    assertThatThrownBy(() -> parse(TOP, "method.policySearch.lambda=-1")).hasMessageStartingWith("c.yaml: method.policySearch.lambda: found -1, allowed:");
    assertThatThrownBy(() -> parse(SECTION.replace("[PRE, SEARCH]", "[SEARCH, PRE]"))).hasMessageStartingWith("c.yaml, line 7: method.stages: found [SEARCH, PRE]");
    assertThatThrownBy(() -> parse(TOP.replace("[PRE, SEARCH]", "[SEARCH, PRE]"))).hasMessageStartingWith("c.yaml, line 5: stages: found [SEARCH, PRE]");
    assertThatThrownBy(() -> parse(TOP + "architecture: a.json\n")).hasMessageStartingWith("c.yaml, line 8: architecture: an architecture that is given");
    assertThatThrownBy(() -> parse(TOP, "tasks.depth.weight=-1")).hasMessageStartingWith("c.yaml: tasks[0].weight: found -1");
  }

  @Test
  void theMethodIsOneOfThoseThatThereAre() {
    assertThatThrownBy(() -> parse(RunConfigTest.SMALL + "method: {name: automlt}\n")).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("c.yaml, line 5: method.name: found 'automlt', allowed: one of ").hasMessageContaining("automtl").hasMessageContaining("did you mean");
    assertThatThrownBy(() -> parse(RunConfigTest.SMALL + "method: [automtl]\n")).hasMessageStartingWith("c.yaml, line 5: method: found [\"automtl\"], allowed: a section");
  }

  @Test
  void aConfigurationOfALaterFormIsRefused() {
    assertThatThrownBy(() -> parse("version: 2\n" + RunConfigTest.SMALL)).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("version: found 2, allowed: up to 1; it was written by a newer AutoMTL4J");
  }

  @Test
  void whatAnotherSectionSaysReachesTheMethod() {
    RunConfig config = parse(TOP, "compat=AUTOMTL", "policySearch.shareBottom=2");
    assertThat(config.method().as(AutoMtlSettings.class).orElseThrow().sharedBottom()).isEqualTo(SharedBottom.FROZEN_LOGITS);
    assertThat(config.toYaml()).containsOnlyOnce("sharedBottom");
  }

  @Test
  void anotherMethodTakesOverWhatItHasToo() {
    String yaml = TOP + "postTraining: {iterations: 7}\n";
    for (String assignment : List.of("method.name=hard-sharing", "method=hard-sharing", "method={name: hard-sharing}")) {
      RunConfig config = parse(yaml, assignment);
      assertThat(config.method().name()).isEqualTo("hard-sharing");
      assertThat(config.method().as(BaselineSettings.class).orElseThrow().postTraining().iterations()).isEqualTo(7);
      assertThat(parse(parse(yaml).toYaml(), assignment).method().name()).isEqualTo("hard-sharing");
    }
    assertThatThrownBy(() -> parse(yaml, "method={name: hard-sharing, iterations: 5}")).hasMessageContaining("method.iterations: unknown key");
    assertThatThrownBy(() -> parse(yaml, "method.name=hard-sharing", "method.iterations=5")).hasMessageContaining("method.iterations: unknown key");
    assertThatThrownBy(() -> parse(RunConfigTest.SMALL + "method: {name: hard-sharing, stages: [PRE]}\n")).hasMessageContaining("method.stages: unknown key");
  }
}
