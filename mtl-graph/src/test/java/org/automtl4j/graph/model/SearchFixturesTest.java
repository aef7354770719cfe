package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.published.ImportedCheckpoint;
import org.automtl4j.graph.model.published.PublishedExport;
import org.automtl4j.graph.prototxt.Prototxt;
import org.junit.jupiter.api.Test;

/** What a search leaves, and arrays under published names, as release 0.1 writes them; later releases read them all. Written anew as {@link FormatFixturesTest} is. */
class SearchFixturesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "fixtures", "formats");
  private static final Path NUMBERS = FOLDER.resolve("search-0.1.supermodel.npz");
  private static final Path BRANCHES = FOLDER.resolve("search-0.1.architecture.json");
  private static final Path BACKBONE = FOLDER.resolve("search-0.1.prototxt");
  private static final Path PUBLISHED = FOLDER.resolve("search-0.1.published.npz");

  private static SuperModel superModel(long seed) {
    SuperModel model = SuperModel.builder(Nets.chain(3, Nets.conv("stem", 4, 3, 2, 1, 1, true), Nets.norm("n0"), Nets.conv("deep", 4, 3, 1, 1, 1, false), Nets.norm("n1")))
        .task(Task.segmentation("floor", 2), TaskHead.aspp(2)).task(Task.depth("depth"), TaskHead.aspp(2)).seed(seed).build();
    Nets.randomise(model, seed);
    return model;
  }

  private static Architecture architecture() {
    return Architecture.sample(superModel(1), RandomStream.of(3, "fixture"));
  }

  private static void regenerate() throws IOException {
    if (Boolean.getBoolean("automtl.regenerate")) {
      SuperModelFile.save(superModel(1), NUMBERS);
      architecture().save(BRANCHES);
      WholeFile.write(BACKBONE, out -> out.write(Prototxt.write(superModel(1).backbone()).getBytes(StandardCharsets.UTF_8)));
      PublishedExport.write(superModel(1), Optional.of(architecture()), PUBLISHED);
    }
  }

  @Test
  void theNumbersOfASearchAreReadToTheLastBit() throws IOException {
    regenerate();
    SuperModel read = superModel(2);
    SuperModelFile.load(NUMBERS, read);
    superModel(1).parameters().all().forEach(p -> assertThat(read.parameters().get(p.name())).as(p.name()).isEqualTo(p.array()));
  }

  @Test
  void theBranchesOfASearchAreRead() throws IOException {
    regenerate();
    assertThat(Architecture.read(BRANCHES)).isEqualTo(architecture());
  }

  @Test
  void arraysUnderPublishedNamesAreReadWithTheirBranches() throws IOException {
    regenerate();
    SuperModel model = superModel(1);
    ImportedCheckpoint read = ImportedCheckpoint.read(PUBLISHED, BACKBONE.toString(), model.tasks());
    assertThat(read.architecture()).contains(architecture());
    read.model().parameters().all().stream().filter(p -> p.name().startsWith("head.")).forEach(p -> assertThat(p.array()).as(p.name())
        .isEqualTo(model.parameters().get(p.name())));
  }
}
