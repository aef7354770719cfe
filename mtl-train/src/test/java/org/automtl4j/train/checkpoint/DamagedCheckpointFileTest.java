package org.automtl4j.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.Mutator;
import org.automtl4j.golden.mutation.TextMutator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints, whatever stands in them. */
class DamagedCheckpointFileTest extends MutationContract {
  private static final Path FIXTURE = Path.of("src", "test", "resources", "fixtures", "checkpoint-0.1.state");

  @TempDir private Path folder;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Mutator bytes = new ByteMutator(1200).repaired(CheckpointHeaders::sealed);
    Mutator text = new TextMutator();
    Mutator header = (whole, random) -> CheckpointHeaders.with(whole, h -> text.mutate(h, random));
    return List.of(new MutatedFormat("checkpoint", "a.state", Files.readAllBytes(FIXTURE), Mutator.anyOf(bytes, header), CheckpointFile::read, InvalidInputException.class));
  }

  private Path file(String from, String to) throws IOException {
    byte[] whole = Files.readAllBytes(FIXTURE);
    return Files.write(folder.resolve("a.state"),
        CheckpointHeaders.with(whole, header -> new String(header, StandardCharsets.UTF_8).replaceFirst(from, to).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "{\"progress\":null,\"parameters\":[],\"optimizers\":{}}"})
  void anotherHeaderIsDamageAndNoDefect(String header) throws IOException {
    assertThatThrownBy(() -> CheckpointFile.read(file("(?s).*", header))).isInstanceOf(DamagedCheckpointException.class).hasMessageContaining("a.state");
    assertThatThrownBy(() -> CheckpointFile.read(file("(?s).*", header))).hasMessageContaining("damaged: its header ");
    assertThatThrownBy(() -> CheckpointFile.progress(file("(?s).*", header))).isInstanceOf(DamagedCheckpointException.class);
  }

  @Test
  void nothingWhereSomethingBelongsIsDamage() throws IOException {
    assertThatThrownBy(() -> CheckpointFile.read(file("\"optimizers\":\\{\"weights\":\\{.*\\}\\}$", "\"optimizers\":{\"weights\":null}}")))
        .isInstanceOf(DamagedCheckpointException.class);
    assertThatThrownBy(() -> CheckpointFile.read(file("\"parameters\":\\[\\{", "\"parameters\":[null,{"))).isInstanceOf(DamagedCheckpointException.class);
    assertThatThrownBy(() -> CheckpointFile.read(file("\"shape\":\\[3,2\\]", "\"shape\":null"))).isInstanceOf(DamagedCheckpointException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1099511627776", "9223372036854775807", "4294967296,4294967296", "-3", "4"})
  void arraysThatTheFileDoesNotHaveAreRefusedBeforeMemoryIsTaken(String shape) throws IOException {
    assertThatThrownBy(() -> CheckpointFile.read(file("\"shape\":\\[3,2\\]", "\"shape\":[" + shape + "]"))).isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("a.state: damaged");
  }
}
