package org.automtl4j.graph.model.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.ZipMutator;

/** Checkpoints of PyTorch, whatever stands in them. */
class DamagedCheckpointsTest extends MutationContract {
  private static final Path FOLDER = GoldenFolder.root().resolve("model/checkpoints");
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures", "formats");
  private static final int PICKLE = 1200;

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    ByteMutator pickle = new ByteMutator(PICKLE);
    Path backbone = FIXTURES.resolve("search-0.1.prototxt");
    byte[] published = Files.readAllBytes(FIXTURES.resolve("search-0.1.published.npz"));
    return List.of(
        new MutatedFormat("torch zip", "a.pth", all("tensors_zip.model", "trainer_zip.model", "trainer_proto4.model"), new ZipMutator(name -> pickle), DamagedCheckpointsTest::readAll,
            InvalidInputException.class, 64L << 20),
        new MutatedFormat("torch before 1.6", "a.pth", all("tensors_legacy.model", "trainer_cuda_legacy.model"), pickle, DamagedCheckpointsTest::readAll, InvalidInputException.class,
            64L << 20),
        new MutatedFormat("published npz", "a.npz", published, new ZipMutator(name -> new ByteMutator(128)), file -> load(file, backbone), InvalidInputException.class));
  }

  private static List<byte[]> all(String... names) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(Files.readAllBytes(FOLDER.resolve(name)));
    }
    return files;
  }

  private static void readAll(Path file) {
    read(TorchFile.read(file).value(), 0);
  }

  private static void read(Object value, int depth) {
    if (depth > 6) {
      return;
    }
    if (value instanceof TorchTensor tensor) {
      tensor.numbers();
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(entry -> read(entry, depth + 1));
    } else if (value instanceof List<?> list) {
      list.forEach(entry -> read(entry, depth + 1));
    }
  }

  private static void load(Path file, Path backbone) {
    ImportedCheckpoint.read(file, backbone.toString(), List.of(Task.segmentation("floor", 2), Task.depth("depth")));
  }
}
