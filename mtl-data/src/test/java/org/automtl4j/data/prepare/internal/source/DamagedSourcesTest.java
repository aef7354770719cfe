package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** What the owners of data sets distribute, whatever stands in it. */
class DamagedSourcesTest extends MutationContract {

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    for (String name : List.of("splits.mat", "classMapping40.mat")) {
      Files.write(source.resolve(name), resource(name));
    }
    byte[] buildings = "id,train,val,test\nallen,1,0,0\nbeech,0,1,0\ncoffee,0,0,1\n".getBytes(StandardCharsets.UTF_8);
    byte[] camera = "{\"extrinsic\": {\"baseline\": 0.209313}, \"intrinsic\": {\"fx\": 2262.52}}".getBytes(StandardCharsets.UTF_8);
    for (String building : List.of("allen", "beech", "coffee")) {
      for (String domain : List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture")) {
        Path place = Files.createDirectories(folder.resolve(domain).resolve(building));
        Files.write(place.resolve("point_0_view_0_domain_" + domain + ".png"), new byte[1]);
      }
    }
    return List.of(
        new MutatedFormat("splits", "splits.mat", resource("splits.mat"), new ByteMutator(), file -> MatlabTable.read(file, "trainNdxs"),
            InvalidInputException.class),
        new MutatedFormat("matlab 7.3", "nyu_depth_v2_labeled.mat", resource("nyu_depth_v2_labeled.mat"), new ByteMutator(4096), file -> readAll(file, source),
            InvalidInputException.class),
        new MutatedFormat("camera", "camera.json", camera, new TextMutator(), CameraFile::focalBaseline, InvalidInputException.class),
        new MutatedFormat("buildings", "buildings.csv", buildings, new TextMutator(), DamagedSourcesTest::list, InvalidInputException.class));
  }

  private static void list(Path file) {
    try (Source source = new TaskonomySource(file.getParent(), Optional.of(file))) {
      source.items();
    }
  }

  private static void readAll(Path file, Path beside) throws IOException {
    Path out = beside.resolve("out");
    try (Source source = new Nyuv2Source(file, Optional.of(beside.resolve("splits.mat")), Optional.of(beside.resolve("classMapping40.mat")), Optional.empty(),
        new Nyuv2Files.WithDepth())) {
      for (Source.Item item : source.items().subList(0, 2)) {
        source.write(item, out);
      }
    } finally {
      remove(out);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      List<Path> all = new ArrayList<>();
      try (var files = Files.walk(folder)) {
        files.forEach(all::add);
      }
      for (int i = all.size() - 1; i >= 0; i--) {
        Files.delete(all.get(i));
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DamagedSourcesTest.class.getResourceAsStream("/prepare/nyuv2/" + name)) {
      return in.readAllBytes();
    }
  }
}
