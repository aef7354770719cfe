package org.automtl4j.data.prepare.internal.scenes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.IndexFile;
import org.automtl4j.data.prepare.internal.PngFile;

/**
 * Scenes as NYUv2 lies on a disk. Floor, wall, ceiling, sphere, box, cylinder and cone become floor, wall, ceiling, other prop, box, other furniture and lamp
 * of the 40 classes, counted from 0.
 *
 * @param encoding of the scenes' images
 */
public record Nyuv2Scenes(ImageEncoding encoding) implements SceneFiles {
  static final int[] CLASSES = {1, 0, 21, 39, 28, 38, 34};

  @Override
  public String index() {
    return "nyu_v2_3task.json";
  }

  @Override
  public List<String> write(Path root, Split split, int number, Sample scene) {
    int height = scene.height();
    int width = scene.width();
    String name = "/" + split.id() + "/" + number;
    PngFile.colour(root.resolve("image" + name + ".png"), SceneFiles.rgb(scene, encoding), height, width);
    PngFile.grey(root.resolve("seg40" + name + ".png"), SceneFiles.mapped(scene.label("segment_semantic"), CLASSES), height, width);
    PngFile.colour(root.resolve("normal" + name + ".png"), SceneFiles.vectorBytes(scene.label("normal"), 254), height, width);
    NpyFile.write(root.resolve("depth" + name + ".npy"), NumberArray.of(scene.label("depth_zbuffer").values(), height, width));
    return List.of("image" + name + ".png", "seg40" + name + ".png", "normal" + name + ".png", "depth" + name + ".npy");
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    Map<String, List<List<String>>> named = new LinkedHashMap<>();
    modes.forEach((split, files) -> named.put(split.id(), files));
    IndexFile.write(root.resolve(index()), named);
  }
}
