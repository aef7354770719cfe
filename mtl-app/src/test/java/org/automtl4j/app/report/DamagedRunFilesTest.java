package org.automtl4j.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run's folder holds, whatever stands in it. */
class DamagedRunFilesTest extends MutationContract {
  private static final int LARGEST = 1 << 20;
  private static final String PROVENANCE = "{\"format_version\": 1, \"version\": \"0.1\", \"backend\": \"ND4J\", \"java\": \"17\", \"system\": \"Linux\", \"processors\": 2, \"data\": \"ab\"}";

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    RunResult result = new RunResult("r", 1, Map.of("search", Map.of("depth", Map.of("abs_error", 0.5))), Map.of("search", 0.1), Map.of("search", 3L), Map.of("search", 4L),
        Map.of("search", 5L), Map.of("depth", 0.5), Map.of("pre", 1.5));
    return List.of(
        new MutatedFormat("configuration", "a.yaml", RunConfig.text("demo").getBytes(StandardCharsets.UTF_8), new TextMutator(), RunConfig::read, InvalidInputException.class),
        new MutatedFormat("result", "result.json", result.toJson().getBytes(StandardCharsets.UTF_8), new TextMutator(),
            file -> RunResult.fromJson(SmallFile.text(file, LARGEST), file.toString()).table(), InvalidInputException.class),
        new MutatedFormat("provenance", "provenance.json", PROVENANCE.getBytes(StandardCharsets.UTF_8), new TextMutator(),
            file -> Provenance.fromJson(SmallFile.text(file, LARGEST), file.toString()).toJson(), InvalidInputException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"delta\": {\"search\": null}", "\"delta\": {\"search\": \"\"}", "\"seconds\": {\"pre\": null}", "\"candidates\": [null]", "\"macs\": {\"search\": null}",
      "\"losses\": {\"search\": {\"depth\": null}}", "\"losses\": {\"search\": null}"})
  void aFigureThatIsNotThereIsNoFigure(String key) {
    String json = "{\"format_version\": 2, \"name\": \"r\", \"seed\": 1, \"metrics\": {}, " + key + "}";
    assertThatThrownBy(() -> RunResult.fromJson(json, "result.json")).isInstanceOf(InvalidInputException.class).hasMessageContaining("result.json");
  }

  @Test
  void aNumberOfOutputsTakesNoMemory(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.yaml"), RunConfig.text("demo").replaceFirst("outputs: [0-9]+", "outputs: 2147483647"));
    assertThatThrownBy(() -> RunConfig.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.yaml").hasMessageContaining("allowed: 1 to 1048576");
  }

  @Test
  void whatAProvenanceDoesNotSayIsADash() {
    Provenance found = Provenance.fromJson(PROVENANCE, "provenance.json");
    assertThat(found.started()).isEqualTo("-");
    assertThat(found.system()).isEqualTo("Linux");
    assertThat(Provenance.fromJson("{}", "provenance.json").version()).isEqualTo("-");
    assertThatThrownBy(() -> Provenance.fromJson("null", "provenance.json")).isInstanceOf(InvalidInputException.class).hasMessageContaining("provenance.json");
  }

  @Test
  void aKeyOfMegabytesIsRefusedInOneShortLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.yaml"), "? " + "k".repeat(900_000) + "\n: 1\n");
    assertThatThrownBy(() -> RunConfig.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.yaml").message().hasSizeLessThan(2000);
    Path large = Files.writeString(folder.resolve("b.yaml"), "a: " + "x".repeat(3 << 20));
    assertThatThrownBy(() -> RunConfig.read(large)).isInstanceOf(InvalidInputException.class).hasMessageContaining("b.yaml: is larger than 1024 KB");
  }
}
