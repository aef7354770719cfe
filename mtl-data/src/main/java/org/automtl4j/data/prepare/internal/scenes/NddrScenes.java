package org.automtl4j.data.prepare.internal.scenes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.NddrLists;
import org.automtl4j.data.prepare.internal.PngFile;

/**
 * Scenes as NYUv2 lies on a disk for NDDR-CNN, with lists for validation beside the published ones. Classes are those of {@link Nyuv2Scenes}.
 *
 * @param encoding of the scenes' images
 */
public record NddrScenes(ImageEncoding encoding) implements SceneFiles {

  @Override
  public String index() {
    return NddrLists.index();
  }

  @Override
  public List<String> write(Path root, Split split, int number, Sample scene) {
    int height = scene.height();
    int width = scene.width();
    List<String> files = NddrLists.files(split.id() + "_" + number);
    PngFile.colour(root.resolve(files.get(0)), SceneFiles.rgb(scene, encoding), height, width);
    PngFile.grey(root.resolve(files.get(1)), SceneFiles.mapped(scene.label("segment_semantic"), Nyuv2Scenes.CLASSES), height, width);
    PngFile.colour(root.resolve(files.get(2)), SceneFiles.vectorBytes(scene.label("normal"), 254), height, width);
    return files;
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    NddrLists.write(root, Map.of(Split.TRAIN, modes.get(Split.TRAIN), Split.VAL, modes.get(Split.VAL), Split.TEST, modes.get(Split.TEST)));
  }
}
