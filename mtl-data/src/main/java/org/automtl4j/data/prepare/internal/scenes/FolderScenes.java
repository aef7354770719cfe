package org.automtl4j.data.prepare.internal.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.internal.SceneClass;
import org.automtl4j.data.prepare.internal.PngFile;

/**
 * Scenes as a user's own pictures: {@code images/}, a folder per task, {@code tasks.yaml}, and a list of pictures per split. Classes are palette pngs, depth
 * 16-bit pngs in millimetres, normals pngs in which a byte v means v / 255 * 2 - 1, edges and key points 16-bit pngs in which 65535 means 1.
 *
 * @param encoding of the scenes' images
 */
public record FolderScenes(ImageEncoding encoding) implements SceneFiles {
  private static final List<Integer> PALETTE = List.of(0x8C6D46, 0xB8B8B8, 0xE8E8D0, 0xC03030, 0x3060C0, 0x30A040, 0xE0A020);
  private static final double MILLIMETRES = 1000;
  private static final double FULL = 65535;

  @Override
  public String index() {
    return "tasks.yaml";
  }

  @Override
  public List<String> write(Path root, Split split, int number, Sample scene) {
    int height = scene.height();
    int width = scene.width();
    String name = split.id() + "_" + number + ".png";
    PngFile.indexed(root.resolve("segment_semantic").resolve(name), SceneFiles.mapped(scene.label("segment_semantic"), 0, 1, 2, 3, 4, 5, 6), height, width,
        PALETTE);
    PngFile.grey16(root.resolve("depth_zbuffer").resolve(name), SceneFiles.scaled(scene.label("depth_zbuffer"), MILLIMETRES), height, width);
    PngFile.colour(root.resolve("normal").resolve(name), SceneFiles.vectorBytes(scene.label("normal"), 255), height, width);
    PngFile.grey16(root.resolve("edge_texture").resolve(name), SceneFiles.scaled(scene.label("edge_texture"), FULL), height, width);
    PngFile.grey16(root.resolve("keypoints2d").resolve(name), SceneFiles.scaled(scene.label("keypoints2d"), FULL), height, width);
    PngFile.colour(root.resolve("images").resolve(name), SceneFiles.rgb(scene, encoding), height, width);
    return List.of(name);
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      text(root.resolve(split.id() + ".txt"), modes.get(split).stream().map(files -> files.get(0) + "\n").collect(Collectors.joining()));
    }
    text(root.resolve(index()), tasks());
  }

  private static String tasks() {
    List<String> names = SceneClass.names();
    String classes = IntStream.range(0, names.size())
        .mapToObj(i -> "      - {name: " + names.get(i) + ", color: \"#" + hex(PALETTE.get(i)) + "\"}\n").collect(Collectors.joining());
    return """
        # Rendered scenes: every label is exact.
        version: 1
        tasks:
          segment_semantic:
            kind: segmentation
            classes:
        """ + classes + """
          depth_zbuffer:
            kind: depth
            scale: 0.001                    # 16-bit png in millimetres
            range: [0.1, 20]
          normal:
            kind: normals
            encoding: bytes                 # v / 255 * 2 - 1
            axes: [right, down, forward]    # what red, green and blue mean
          edge_texture:
            kind: edges
            scale: 0.0000152590219          # 1 / 65535
          keypoints2d:
            kind: keypoints
            scale: 0.0000152590219
        split:
          files: {train: train.txt, val: val.txt, test: test.txt}
        """;
  }

  private static String hex(int colour) {
    return Integer.toHexString(colour | 0x1000000).substring(1);
  }

  private static void text(Path file, String text) {
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
