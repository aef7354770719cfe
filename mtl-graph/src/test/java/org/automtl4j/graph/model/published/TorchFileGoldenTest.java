package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.npy.NpzFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that PyTorch wrote, beside what PyTorch read from them. */
class TorchFileGoldenTest {
  private static final Path FOLDER = GoldenFolder.root().resolve("model/checkpoints");

  private static JsonNode expected() {
    return GoldenFolder.json(FOLDER.resolve("checkpoints.json"));
  }

  static Stream<String> tensorFiles() {
    return files("tensors");
  }

  static Stream<String> trainerFiles() {
    return files("trainer");
  }

  private static Stream<String> files(String kind) {
    GoldenFolder.needs("model/checkpoints");
    return StreamSupport.stream(expected().get(kind).get("files").spliterator(), false).map(JsonNode::asText);
  }

  private static NpzFile arrays(String kind) {
    return NpzFile.read(FOLDER.resolve(expected().get(kind).get("expected").asText()));
  }

  private static void assertSame(String file, TorchTensor found, NumberArray expected, String name) {
    GoldenReport.same("checkpoints/" + file, name + ": shape", Arrays.toString(found.shape()), Arrays.toString(expected.shape()));
    GoldenReport.close("checkpoints/" + file, name, GoldenReport.difference(found.numbers().toDoubles(), expected.toDoubles()), 0);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("tensorFiles")
  void everyTypeAndEveryViewHasItsNumbers(String file) {
    Map<String, TorchTensor> tensors = TorchFile.read(FOLDER.resolve(file)).tensors();
    NpzFile expected = arrays("tensors");
    assertThat(tensors).hasSize(expected.names().size() + 1);
    for (String name : expected.names()) {
      assertSame(file, tensors.get(name), expected.array(name), name);
      assertThat(name.equals("bf16") || tensors.get(name).type() == expected.array(name).type()).as(name).isTrue();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("trainerFiles")
  void aTrainersStateHasItsNumbers(String file) {
    TorchFile trainer = TorchFile.read(FOLDER.resolve(file));
    assertThat(trainer.number("iter")).isEqualTo(expected().get("trainer").get("iter").asDouble());
    assertThat(trainer.number("tau")).isEqualTo(expected().get("trainer").get("tau").asDouble());
    NpzFile expected = arrays("trainer");
    for (String name : expected.names()) {
      TorchTensor found = name.startsWith("sd.") ? trainer.stateDict().get(name.substring(3)) : optimizerEntry(trainer, name);
      assertSame(file, found, expected.array(name), name);
    }
  }

  /** An entry such as {@code adam.0.exp_avg}. */
  private static TorchTensor optimizerEntry(TorchFile trainer, String name) {
    String[] parts = name.split("\\.");
    return trainer.tensor(optimizer(trainer, parts[0]), "state", Integer.valueOf(parts[1]), parts[2]);
  }

  /** The key of the one optimizer whose groups have Adam's betas, or of the other one. */
  private static Object optimizer(TorchFile trainer, String kind) {
    List<?> keys = trainer.dictionary().keySet().stream().filter(key -> trainer.contains(key, "param_groups")).toList();
    return keys.stream().filter(key -> trainer.contains(key, "param_groups", 0, "betas") == kind.equals("adam")).findFirst().orElseThrow();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("trainerFiles")
  void anOptimizersSettingsHaveTheirValues(String file) {
    TorchFile trainer = TorchFile.read(FOLDER.resolve(file));
    for (String kind : List.of("adam", "sgd")) {
      JsonNode group = expected().get("trainer").get(kind + "_group");
      group.properties().forEach(setting -> {
        Object found = trainer.value(optimizer(trainer, kind), "param_groups", 0, setting.getKey());
        JsonNode value = setting.getValue();
        if (value.isNull()) {
          assertThat(found).as(setting.getKey()).isEqualTo(None.NONE);
        } else if (value.isBoolean()) {
          assertThat(found).as(setting.getKey()).isEqualTo(value.asBoolean());
        } else if (value.isArray()) {
          assertThat((List<?>) found).hasToString("list of " + value.size());
        } else {
          assertThat(((Number) found).doubleValue()).as(setting.getKey()).isEqualTo(value.asDouble());
        }
      });
    }
  }

  static Stream<String> bareFiles() {
    GoldenFolder.needs("model/checkpoints");
    return Stream.of(expected().get("bare").get("file").asText());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("bareFiles")
  void aStateDictionaryAloneHasItsNumbers(String file) {
    Map<String, TorchTensor> tensors = TorchFile.read(FOLDER.resolve(file)).stateDict();
    NpzFile expected = arrays("trainer");
    List<String> names = expected.names().stream().filter(name -> name.startsWith("sd.")).toList();
    assertThat(tensors).hasSize(names.size());
    names.forEach(name -> assertSame(file, tensors.get(name.substring(3)), expected.array(name), name));
  }
}
