package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.graph.golden.GoldenCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden tests fail on numbers that are not the published ones: a copy of a case passes, and does not once a single number is another. */
class AlteredGoldenDataTest {
  @TempDir private Path folder;

  private GoldenCase copy() throws IOException {
    Path original = GoldenFolder.root().resolve("model/n01_plain");
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return GoldenCase.read(folder);
  }

  private void alter(String file) {
    NpzFile before = NpzFile.read(folder.resolve(file));
    Map<String, NumberArray> after = new LinkedHashMap<>();
    for (String name : before.names()) {
      float[] numbers = before.array(name).toFloats();
      if (after.isEmpty()) {
        numbers[numbers.length / 2] += 0.01f * (1 + Math.abs(numbers[numbers.length / 2]));
      }
      after.put(name, NumberArray.of(numbers, before.array(name).shape()));
    }
    NpzFile.write(folder.resolve(file), after);
  }

  private static void passesAndFails(GoldenCase golden, Consumer<GoldenCase> test, Runnable change) {
    assertThatCode(() -> test.accept(golden)).doesNotThrowAnyException();
    change.run();
    assertThatThrownBy(() -> test.accept(GoldenCase.read(golden.folder()))).isInstanceOf(AssertionError.class);
  }

  @Test
  void anotherOutputIsFound() throws IOException {
    passesAndFails(copy(), new ModelGoldenTest()::everyStageGivesThePublishedOutputs, () -> alter("outputs.npz"));
  }

  @Test
  void anotherGradientIsFound() throws IOException {
    GoldenCase golden = copy();
    String file = golden.json().get("grads").get(0).get("file").asText();
    passesAndFails(golden, new GradientGoldenTest()::gradientsAreThePublishedOnes, () -> alter(file));
  }

  @Test
  void anotherRunningStatisticIsFound() throws IOException {
    GoldenCase golden = copy();
    String file = golden.json().get("grads").get(0).get("bn_after").asText();
    passesAndFails(golden, new StatisticsGoldenTest()::runningStatisticsBecomeThePublishedOnes, () -> alter(file));
  }

  @Test
  void aCaseWithGradientsAloneIsComparedInThem() throws IOException {
    copy();
    ObjectNode json = (ObjectNode) GoldenFolder.json(folder.resolve("case.json"));
    json.get("grads").forEach(gradient -> ((ObjectNode) gradient).remove("bn_after"));
    new ObjectMapper().writeValue(folder.resolve("case.json").toFile(), json);
    GoldenCase golden = GoldenCase.read(folder);
    assertThatCode(() -> new StatisticsGoldenTest().runningStatisticsBecomeThePublishedOnes(golden)).doesNotThrowAnyException();
    assertThatCode(() -> new GradientGoldenTest().gradientsAreThePublishedOnes(golden)).doesNotThrowAnyException();
  }

  @Test
  void anotherGradientOfTheRegulariserIsFound() throws IOException {
    passesAndFails(copy(), new PolicyRegulariserGoldenTest()::valueAndGradientAreThePublishedOnes, () -> alter("policy_reg_grad.npz"));
  }

  @Test
  void anotherDigestOfALayerIsFound() throws IOException {
    passesAndFails(copy(), new ModelGoldenTest()::everyStageGivesThePublishedOutputs, () -> {
      ObjectNode json = (ObjectNode) GoldenFolder.json(folder.resolve("case.json"));
      ArrayNode sums = (ArrayNode) json.get("runs").get(0).get("node_digest").get(2);
      sums.set(0, sums.get(0).asDouble() * 1.001);
      try {
        new ObjectMapper().writeValue(folder.resolve("case.json").toFile(), json);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }
}
