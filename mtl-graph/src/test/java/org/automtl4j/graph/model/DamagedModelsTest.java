package org.automtl4j.graph.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
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
import org.automtl4j.graph.model.internal.GraphModel;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Parameters;

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
    FusionNetwork fusion = fusion();
    FusionArchitecture edges = FusionArchitecture.of(fusion, List.of(new FusionArchitecture.Edge("floor", "normal", 1, 0), new FusionArchitecture.Edge("normal", "floor", 0, 0)));
    Path fused = folder.resolve("fused.zip");
    try (MultiTaskModel model = MultiTaskModel.builder(fusion, Parameters.fresh(fusion, 1), new FusionView.Discrete(edges)).inputSize(6, 6).build()) {
      model.save(fused);
    }
    Path graph = folder.resolve("graph.zip");
    GraphModel any = GraphModel.of(fusion, Parameters.fresh(fusion, 1), new FusionView.Discrete(edges), 6, 6);
    try (MultiTaskModel model = new MultiTaskModel(any, Optional.empty(), new ModelInfo(1, Map.of(), Map.of(), Map.of()))) {
      model.save(graph);
    }
    byte[] architecture = Architecture.argmax(superModel()).toJson().getBytes(StandardCharsets.UTF_8);
    return List.of(
        new MutatedFormat("model", "model.zip", Files.readAllBytes(zip), new ZipMutator(name -> name.endsWith(".json") ? text : numbers), file -> MultiTaskModel.load(file).close(),
            InvalidInputException.class),
        new MutatedFormat("supermodel", "supermodel.npz", Files.readAllBytes(npz), new ZipMutator(name -> numbers), file -> SuperModelFile.load(file, target),
            InvalidInputException.class),
        new MutatedFormat("architecture", "architecture.json", architecture, text, file -> Architecture.read(file).toJson(), InvalidInputException.class),
        new MutatedFormat("model of fusions", "model.zip", Files.readAllBytes(fused), new ZipMutator(name -> name.endsWith(".json") ? text : numbers),
            file -> MultiTaskModel.load(file).close(), InvalidInputException.class),
        new MutatedFormat("model of a graph", "model.zip", Files.readAllBytes(graph),
            new ZipMutator(name -> name.endsWith(".json") ? text : new ByteMutator(4000)).repaired(DamagedModelsTest::sealed), file -> MultiTaskModel.load(file).close(),
            InvalidInputException.class),
        new MutatedFormat("architecture of fusions", "architecture.json", edges.toJson().getBytes(StandardCharsets.UTF_8), text, file -> FusionArchitecture.read(file).toJson(),
            InvalidInputException.class));
  }

  private static FusionNetwork fusion() {
    return FusionNetwork.builder(Nets.chain(2, Nets.conv("a", 4, 3, 1, 1, 2, true), Nets.norm("n"), Nets.conv("b", 4, 3, 1, 1, 4, true), Nets.norm("o")))
        .task(Task.segmentation("floor", 3), TaskHead.conv1x1(3)).task(Task.normals("normal"), TaskHead.conv1x1(3)).settings(FusionSettings.mtlNas()).build();
  }

  private static SuperModel superModel() {
    return SuperModel.builder(Nets.chain(2, Nets.conv("a", 4, 3, 1, 1, 2, true), Nets.norm("n"))).task(Task.depth("depth"), TaskHead.conv1x1(3))
        .task(Task.classification("kind", 2), TaskHead.linear()).build();
  }

  /** The zip with the sum of the graph that it has now, where it has one. */
  private static byte[] sealed(byte[] whole) {
    try {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
      byte[] graph = entries.get("automtl4j/graph.fb");
      byte[] manifest = entries.get("automtl4j/model.json");
      if (graph == null || manifest == null) {
        return whole;
      }
      String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
      String text = new String(manifest, StandardCharsets.ISO_8859_1).replaceAll("[0-9a-f]{64}", sum);
      entries.put("automtl4j/model.json", text.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          zip.write(entry.getValue());
        }
      }
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return whole; // no zip any more
    }
  }
}
