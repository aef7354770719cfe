package org.automtl4j.app.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run keeps to go on with, whatever stands in it. */
class DamagedRecordsTest extends MutationContract {
  private static final Path RUN = Path.of("src", "test", "resources", "fixtures", "run-0.1-miou", "begun", "checkpoints");
  private static final TrainingListener NOBODY = new TrainingListener() { };

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    byte[] record = Files.readAllBytes(RUN.resolve("run.json"));
    RunConfig config = RunConfig.parse(JsonMapper.builder().build().readTree(record).path("config").asText(), "run.json", List.of());
    Path checkpoints = Files.createDirectories(folder.resolve("run").resolve(RunFolder.CHECKPOINTS));
    Files.writeString(folder.resolve("run").resolve(RunFolder.CONFIG), config.toYaml());
    RunFolder run = RunFolder.open(folder.resolve("run"));
    return List.of(
        new MutatedFormat("record", "run.json", record, new TextMutator(), file -> {
          Files.copy(file, checkpoints.resolve("run.json"), StandardCopyOption.REPLACE_EXISTING);
          new RunRecord(config, run).checked();
        }, InvalidInputException.class),
        new MutatedFormat("events", "events.jsonl", Files.readAllBytes(RUN.resolve("events.jsonl")), new TextMutator(), file -> new EventRecorder(file, true).replay(NOBODY),
            InvalidInputException.class),
        new MutatedFormat("events resumed", "events.jsonl", Files.readAllBytes(RUN.resolve("events.jsonl")), new TextMutator(),
            file -> new EventRecorder(file, true).stageStarted(new StageStarted("hard", "hard-sharing", 3, 2)), InvalidInputException.class));
  }

  @Test
  void bytesThatAreNoTextAreToldWhenARunGoesOn(@TempDir Path folder) throws Exception {
    byte[] events = Files.readAllBytes(RUN.resolve("events.jsonl"));
    events[10] = (byte) 0xFE;
    Path file = Files.write(folder.resolve("events.jsonl"), events);
    assertThatThrownBy(() -> new EventRecorder(file, true).stageStarted(new StageStarted("hard", "hard-sharing", 3, 2))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("events.jsonl: damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{}", "{\"event\":\"iteration\"}", "{\"event\":\"iteration\",\"value\":null}", "{\"event\":\"hm\",\"value\":{\"model\":\"a\",\"stage\":\"b\"}}", "{\"event\":\"iteration\",\"value\":{\"model\":\"a\",\"stage\":\"b\"}}",
      "{\"event\":\"validation\",\"value\":{}}",
      "{\"event\":\"policies\",\"value\":{}}", "{\"event\":\"policies\",\"value\":{\"model\":\"a\",\"stage\":\"b\"}}",
      "{\"event\":\"policies\",\"value\":{\"model\":\"a\",\"stage\":\"b\",\"choices\":[{}]}}", "{\"event\":\"iteration\",\"value\":{}}"})
  void aLineThatIsNoEventIsToldWithItsNumber(String line, @TempDir Path folder) throws Exception {
    String first = Files.readAllLines(RUN.resolve("events.jsonl")).get(0);
    Path file = Files.writeString(folder.resolve("events.jsonl"), first + "\n" + line + "\n");
    assertThatThrownBy(() -> new EventRecorder(file, true).replay(NOBODY)).isInstanceOf(InvalidInputException.class).hasMessageContaining("events.jsonl: damaged: line 2 is ")
        .hasMessageContaining("remove the file");
  }
}
