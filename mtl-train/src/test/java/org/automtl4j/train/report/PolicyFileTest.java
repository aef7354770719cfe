package org.automtl4j.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.supermodel.ParameterNames;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PolicyFileTest {

  private static SuperModel model() {
    return SuperModel.builder(Backbone.named("demo")).task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.normals("normal"), TaskHead.conv1x1()).seed(1)
        .build();
  }

  private static SuperModel searched() {
    SuperModel model = model();
    for (Task task : model.tasks()) {
      INDArray logits = model.parameters().get(ParameterNames.policy(task.name()));
      logits.assign(Nd4j.linspace(DataType.FLOAT, -1.0, task.name().length() / 30.0, logits.length()).reshape(logits.shape()));
    }
    return model;
  }

  @Test
  void policiesReadBackToTheLastBit(@TempDir Path folder) throws Exception {
    SuperModel from = searched();
    SuperModel to = model();
    Path file = Files.writeString(folder.resolve(RunFolder.POLICIES), PolicyFile.format(from));
    PolicyFile.load(file, to);
    for (String task : new String[] {"depth", "normal"}) {
      assertThat(to.parameters().get(ParameterNames.policy(task))).isEqualTo(from.parameters().get(ParameterNames.policy(task)));
    }
    assertThat(PolicyFile.format(to)).isEqualTo(PolicyFile.format(from)).contains("\"0:conv1\" : {").contains("\"skip\"");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      automtl4j-policies | architecture | p.json: no policies: "format" must be "automtl4j-policies", found "architecture"
      "version" : 1      | "version" : 2 | p.json: found version 2, allowed: up to 1
      "depth"            | "dept"       | p.json, task 'depth': found 0 layers, allowed: the 11 at which tasks choose
      "0:conv1"          | "0:conv2"    | p.json, task 'depth', layer 0:conv1: found , allowed: one number for each of [shared, specific, skip]
      "specific"         | "special"    | p.json, task 'depth', layer 0:conv1: found {
      "shared" : -1.0    | "shared" : "x" | p.json, task 'depth', layer 0:conv1: found {
      }                  | ]            | p.json: not JSON
      """)
  void policiesOfSomethingElseAreRefusedAndChangeNothing(String find, String replacement, String message) {
    String text = PolicyFile.format(searched());
    assertThat(text).contains(find);
    SuperModel model = model();
    assertThatThrownBy(() -> PolicyFile.parse(text.replaceFirst(Pattern.quote(find), replacement), "p.json", model))
        .isInstanceOf(InvalidInputException.class).message().startsWith(message).doesNotContain("\n");
    assertThat(PolicyFile.format(model)).isEqualTo(PolicyFile.format(model()));
  }
}
