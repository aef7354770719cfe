package org.automtl4j.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.automtl4j.app.config.internal.KeyReference;
import org.automtl4j.core.config.OtherKey;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.PolicySearchConfig;
import org.automtl4j.train.automtl.config.PostTrainingConfig;
import org.automtl4j.train.automtl.config.PreTrainingConfig;
import org.automtl4j.train.automtl.config.SamplingConfig;
import org.automtl4j.train.config.ScheduleConfig;
import org.automtl4j.train.config.UpdaterConfig;
import org.automtl4j.train.method.Method;
import org.automtl4j.train.method.Methods;
import org.junit.jupiter.api.Test;

/**
 * The reference page of all keys is the code's. To write it anew: {@code ./mvnw -pl mtl-app -am test -Dtest=ConfigurationPageTest -Dautomtl.regenerate=true}.
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final String INTRODUCTION = """
      # Configuration keys

      A configuration is a YAML file. `./automtl run FILE.yaml` runs it, `./automtl config demo` prints a ready one to start from, and `--set a.b=value` changes
      any key for one run: `--set policySearch.iterations=400`, `--set tasks.depth.weight=2` (a task by its name), `--set 'stages=[PRE, SEARCH]'`.
      The keys of AutoMTL may stand at the top as well, without `method.`: `policySearch.lambda` is `method.policySearch.lambda`.
      What is left out has the default below; a section that is given in part is completed from it. An unknown key, a wrong type and a value out of range are
      errors that name the key. Paths are relative to the current folder. In Java, `RunConfig` holds the same keys, and the builders of the stages have a
      method of each key's name.

      This page is generated from the code.
      """;

  /** Those that come with the library, and not those of tests. */
  private static final List<Method<?>> OURS = Methods.all().stream().filter(method -> method.getClass().getPackageName().startsWith("org.automtl4j.train.")).toList();

  @Test
  void theCommittedPageIsTheCodes() throws Exception {
    String page = KeyReference.write(RunConfig.class, OURS, INTRODUCTION);
    if (Boolean.getBoolean("automtl.regenerate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page, StandardCharsets.UTF_8);
    }
    assertThat(Files.readString(PAGE, StandardCharsets.UTF_8)).as("docs/configuration.md; write it anew with -Dautomtl.regenerate=true").isEqualTo(page);
  }

  @Test
  void everyKeyIsOnThePage() {
    String page = KeyReference.write(RunConfig.class, OURS, "");
    for (Class<?> record : new Class<?>[] {RunConfig.class, AutoMtlSettings.class, TaskConfig.class, PreTrainingConfig.class, PolicySearchConfig.class,
        SamplingConfig.class,
      PostTrainingConfig.class, ValidationConfig.class, UpdaterConfig.Adam.class, UpdaterConfig.Sgd.class, ScheduleConfig.Step.class, HeadConfig.Aspp.class,
      HeadConfig.Conv1x1.class, DataConfig.Synthetic.class}) {
      assertThat(Arrays.stream(record.getRecordComponents()).filter(c -> !c.isAnnotationPresent(OtherKey.class)).map(RecordComponent::getName)).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }
  }
}
