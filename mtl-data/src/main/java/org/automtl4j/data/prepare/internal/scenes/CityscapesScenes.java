package org.automtl4j.data.prepare.internal.scenes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.npy.NumberType;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.IndexFile;

/**
 * Scenes as CityScapes lies on a disk. Floor, wall, ceiling, sphere, box, cylinder and cone become road, building, sky, vegetation, car, pole and traffic sign;
 * depth is inverse, in 1/m, as disparity is.
 *
 * @param encoding of the scenes' images
 */
public record CityscapesScenes(ImageEncoding encoding) implements SceneFiles {
  /** The 19 classes' numbers for the renderer's seven. */
  private static final int[] FINE = {0, 2, 10, 8, 13, 5, 7};
  /** The seven categories flat, construction, object, nature, sky, human, vehicle. */
  private static final int[] CATEGORIES = {0, 1, 4, 3, 6, 2, 2};
  /** Background and what can move by itself. */
  private static final int[] FOREGROUND = {0, 0, 0, 0, 1, 0, 0};

  @Override
  public String index() {
    return "cityscape.json";
  }

  @Override
  public List<String> write(Path root, Split split, int number, Sample scene) {
    long height = scene.height();
    long width = scene.width();
    byte[] rgb = SceneFiles.rgb(scene, encoding);
    float[] image = new float[rgb.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = (rgb[i] & 0xFF) / 255f;
    }
    float[] metres = scene.label("depth_zbuffer").values();
    float[] inverse = new float[metres.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1 / metres[i];
    }
    Label classes = scene.label("segment_semantic");
    String name = "/" + split.id() + "/" + number + ".npy";
    NpyFile.write(root.resolve("image" + name), NumberArray.of(image, height, width, 3));
    NpyFile.write(root.resolve("depth" + name), NumberArray.of(inverse, height, width, 1));
    classes(root.resolve("label_2" + name), classes, FOREGROUND);
    classes(root.resolve("label_7" + name), classes, CATEGORIES);
    classes(root.resolve("label_19" + name), classes, FINE);
    return List.of("image" + name, "depth" + name, "label_2" + name, "label_7" + name, "label_19" + name);
  }

  private static void classes(Path file, Label classes, int[] table) {
    NpyFile.write(file, NumberArray.of(NumberType.INT8, new long[] {classes.height(), classes.width()}, SceneFiles.mapped(classes, table)));
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    Map<String, List<List<String>>> named = new LinkedHashMap<>();
    modes.forEach((split, files) -> named.put(split.id(), files));
    IndexFile.write(root.resolve(index()), named);
  }
}
