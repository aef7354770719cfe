package org.automtl4j.data.prepare.internal.scenes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.ClassPriors;
import org.automtl4j.data.prepare.internal.IndexFile;
import org.automtl4j.data.prepare.internal.PngFile;

/**
 * Scenes as Taskonomy lies on a disk: buildings of {@value #ROOMS} pictures each, those of training and validation below {@code train}, the others below
 * {@code test}. Floor, wall and ceiling become background, sphere, box, cylinder and cone become vase, microwave, bottle and potted plant.
 *
 * @param encoding of the scenes' images
 */
public record TaskonomyScenes(ImageEncoding encoding) implements SceneFiles {
  private static final int ROOMS = 100;
  /** The numbers in Taskonomy's pictures: 1 is background, 2 to 17 are things. */
  private static final int[] CLASSES = {1, 1, 1, 17, 10, 2, 5};
  /** A step of Taskonomy's depth is 1/512 m. */
  private static final double DEPTH_STEPS = 512;
  /** Loaders clip key points at .005 and edges at .08 of the 16-bit range: what is 1 in a scene stands there. */
  private static final double KEY_POINT_STEPS = .005 * 65536;
  private static final double EDGE_STEPS = .08 * 65536;

  @Override
  public String index() {
    return "taskonomy.json";
  }

  @Override
  public List<String> write(Path root, Split split, int number, Sample scene) {
    int height = scene.height();
    int width = scene.width();
    String building = split.id() + "_rooms_" + number / ROOMS;
    Path folder = root.resolve(split == Split.TEST ? "test" : "train");
    List<String> files = new ArrayList<>();
    for (String domain : List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture")) {
      String file = building + "/" + domain + "/point_" + number % ROOMS + "_view_0_domain_" + domain + ".png";
      files.add(file);
      Path path = folder.resolve(file);
      switch (domain) {
        case "rgb" -> PngFile.colour(path, SceneFiles.rgb(scene, encoding), height, width);
        case "segmentsemantic" -> PngFile.grey(path, SceneFiles.mapped(scene.label("segment_semantic"), CLASSES), height, width);
        case "normal" -> PngFile.colour(path, SceneFiles.vectorBytes(scene.label("normal"), 255), height, width);
        case "depth_zbuffer" -> PngFile.grey16(path, SceneFiles.scaled(scene.label("depth_zbuffer"), DEPTH_STEPS), height, width);
        case "keypoints2d" -> PngFile.grey16(path, SceneFiles.scaled(scene.label("keypoints2d"), KEY_POINT_STEPS), height, width);
        default -> PngFile.grey16(path, SceneFiles.scaled(scene.label("edge_texture"), EDGE_STEPS), height, width);
      }
    }
    return List.copyOf(files);
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    ClassPriors priors = new ClassPriors();
    modes.get(Split.TRAIN).forEach(files -> priors.count(root.resolve("train").resolve(files.get(1))));
    priors.write(root);
    Map<String, List<List<String>>> named = new LinkedHashMap<>();
    modes.forEach((split, files) -> named.put(split.id(), files));
    IndexFile.write(root.resolve(index()), named);
  }
}
