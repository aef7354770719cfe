package org.automtl4j.graph.prototxt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.graph.backbone.Backbone;

/** Prototxts, whatever stands in them. */
class DamagedPrototxtTest extends MutationContract {
  private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures", "formats");

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    List<byte[]> originals = List.of(Files.readAllBytes(FIXTURES.resolve("search-0.1.prototxt")), Files.readAllBytes(FIXTURES.resolve("narrow-0.1.prototxt")));
    return List.of(
        new MutatedFormat("prototxt", "net.prototxt", originals, new TextMutator(), file -> use(Prototxt.read(file)), InvalidInputException.class, 64L << 20),
        new MutatedFormat("prototxt as published", "net.prototxt", originals, new TextMutator(), file -> use(Prototxt.read(file, UnsupportedFields.IGNORE)),
            InvalidInputException.class, 64L << 20));
  }

  /** What is read can be written, and read again as the same. */
  private static void use(Backbone backbone) {
    if (!Prototxt.parse(Prototxt.write(backbone), "again").nodes().equals(backbone.nodes())) {
      throw new IllegalStateException("another network is written than was read: " + new String(Prototxt.write(backbone).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
  }
}
