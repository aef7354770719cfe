package org.automtl4j.graph.model.published;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.task.Task;
import org.automtl4j.core.task.TaskKind;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.GoldenRun;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.golden.GoldenCase;
import org.automtl4j.graph.model.MultiTaskModel;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A published checkpoint becomes a finished model that gives the published outputs; written under the published names and read back it still does. */
class ImportedCheckpointGoldenTest {
  @TempDir private Path folder;

  /** Networks with heads that a file shows. */
  static Stream<GoldenCase> cases() {
    return GoldenFolder.cases("node_types").stream().map(GoldenCase::read).filter(golden -> golden.tasks().size() > 1)
        .filter(golden -> golden.tasks().stream().allMatch(t -> List.of("conv1x1", "aspp").contains(golden.json().get("heads").get(t).get("type").asText())));
  }

  private static List<Task> tasks(GoldenCase golden) {
    return golden.tasks().stream().map(t -> {
      int outputs = golden.json().get("heads").get(t).get("out").asInt();
      return Task.of(t, outputs == 1 ? TaskKind.DEPTH : TaskKind.SEGMENTATION, outputs);
    }).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void aFinishedModelGivesThePublishedOutputs(GoldenCase golden) {
    String backbone = golden.folder().resolve("backbone.prototxt").toString();
    ImportedCheckpoint imported = ImportedCheckpoint.read(golden.folder().resolve("checkpoint.model"), backbone, tasks(golden));
    compare(golden, imported, "imported");

    Path all = folder.resolve("all.npz");
    PublishedExport.write(imported.model(), Optional.empty(), all);
    ImportedCheckpoint again = ImportedCheckpoint.read(all, backbone, tasks(golden));
    List<String> changed = new ArrayList<>();
    again.model().parameters().all().stream().filter(p -> !p.array().equals(imported.model().parameters().get(p.name()))).forEach(p -> changed.add(p.name()));
    GoldenReport.same(golden.name(), "numbers that changed on the way through an npz", changed, List.of());

    Optional<Architecture> architecture = imported.architecture();
    INDArray input = golden.input(DataType.FLOAT);
    try (MultiTaskModel finished = imported.model(Optional.empty(), Optional.of(new int[] {(int) input.size(2), (int) input.size(3)}))) {
      Path partial = folder.resolve("finished.npz");
      PublishedExport.write(finished.superModel(), architecture, partial);
      compare(golden, ImportedCheckpoint.read(partial, backbone, tasks(golden)), "exported and imported again");
    }
  }

  private static void compare(GoldenCase golden, ImportedCheckpoint imported, String what) {
    INDArray input = golden.input(DataType.FLOAT);
    SuperModel model = imported.model();
    try (MultiTaskModel finished = imported.model(Optional.empty(), Optional.of(new int[] {(int) input.size(2), (int) input.size(3)}))) {
      for (JsonNode run : hardRuns(golden)) {
        if (new GoldenRun(golden, run, DataType.FLOAT).mended(model)) {
          continue; // compared with the published wires among the networks
        }
        String task = run.get("task").asText();
        INDArray expected = golden.arrays("outputs.npz").array(run.get("output").asText()).toINDArray(DataType.DOUBLE);
        INDArray found = finished.outputs(input, task).get(task).castTo(DataType.DOUBLE);
        double tolerance = Math.max(1e-5 * run.get("absmax").asDouble(), 20 * run.get("f64_maxdiff").asDouble());
        GoldenReport.close(golden.name(), what + ": output of " + task, found.sub(expected).amaxNumber().doubleValue(), tolerance);
      }
    }
  }

  private static List<JsonNode> hardRuns(GoldenCase golden) {
    return StreamSupport.stream(golden.json().get("runs").spliterator(), false)
        .filter(run -> run.get("mode").asText().equals("eval") && GoldenCase.stage(run) == Stage.HARD && run.has("output")).toList();
  }
}
