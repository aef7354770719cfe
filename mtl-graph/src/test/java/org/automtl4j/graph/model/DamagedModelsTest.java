package org.automtl4j.graph.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.Mutator;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.golden.mutation.ZipMutator;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;

/** Files of our own, whatever stands in them. */
class DamagedModelsTest extends MutationContract {

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Path zip = folder.resolve("whole.zip");
    Path npz = folder.resolve("whole.npz");
    try (MultiTaskModel model = MultiTaskModel.builder(superModel()).inputSize(6, 6).build()) {
      model.save(zip);
    }
    SuperModelFile.save(superModel(), npz);
    Mutator text = new TextMutator();
    Mutator numbers = new ByteMutator(128);
    SuperModel target = superModel();
    byte[] architecture = Architecture.argmax(superModel()).toJson().getBytes(StandardCharsets.UTF_8);
    return List.of(
        new MutatedFormat("model", "model.zip", Files.readAllBytes(zip), new ZipMutator(name -> name.endsWith(".json") ? text : numbers), file -> MultiTaskModel.load(file).close(),
            InvalidInputException.class),
        new MutatedFormat("supermodel", "supermodel.npz", Files.readAllBytes(npz), new ZipMutator(name -> numbers), file -> SuperModelFile.load(file, target),
            InvalidInputException.class),
        new MutatedFormat("architecture", "architecture.json", architecture, text, file -> Architecture.read(file).toJson(), InvalidInputException.class));
  }

  private static SuperModel superModel() {
    return SuperModel.builder(Nets.chain(2, Nets.conv("a", 4, 3, 1, 1, 2, true), Nets.norm("n"))).task(Task.depth("depth"), TaskHead.conv1x1(3))
        .task(Task.classification("kind", 2), TaskHead.linear()).build();
  }
}
