package org.automtl4j.data.dataset.layout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.nddr.internal.NddrIndex;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** Indexes of published layouts, whatever stands in them. */
class DamagedIndexTest extends MutationContract {
  private static final List<String> COLUMNS = List.of("image", "label", "depth");

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    byte[] whole = index("train", "train1", "train2", "val", "test");
    byte[] published = index("train", "test");
    Path lists = Files.createDirectories(folder.resolve("nddr/list"));
    NpyFile.write(folder.resolve("nddr/nyu_v2_mean.npy"), NumberArray.of(new float[] {1, 2, 3}, 3));
    byte[] list = "/a/0_img.png /a/0_seg.png\n/a/1_img.png a/1_seg.png\n\n/a/2_img.png /a/2_seg.png\r\n/a/3_img.png /a/3_seg.png\n".getBytes(StandardCharsets.UTF_8);
    for (String name : List.of("training_seg.txt", "training_normal_mask.txt", "testing_seg.txt", "testing_normal_mask.txt")) {
      Files.write(lists.resolve(name), list);
    }
    return List.of(
        new MutatedFormat("lists of pairs", "training_seg.txt", list, new TextMutator(), file -> {
          Files.write(lists.resolve("training_seg.txt"), Files.readAllBytes(file));
          NddrIndex.read(folder.resolve("nddr"), 0.25, 3);
        }, InvalidInputException.class),
        new MutatedFormat("index", "index.json", List.of(whole, published), new TextMutator(), file -> {
          SplitIndex index = SplitIndex.read(file, COLUMNS, "test", 0.25, 3);
          for (Split split : Split.values()) {
            index.samples().get(split).size();
          }
        }, InvalidInputException.class, 64L << 20));
  }

  private static byte[] index(String... modes) {
    StringBuilder text = new StringBuilder("{");
    for (String mode : modes) {
      text.append(text.length() > 1 ? ", " : "").append('"').append(mode).append("\": [");
      for (int i = 0; i < 6; i++) {
        String name = mode + "/" + i;
        text.append(i > 0 ? ", " : "").append("[\"image/").append(name).append(".npy\", \"label/").append(name).append(".npy\", \"depth/").append(name).append(".npy\"]");
      }
      text.append(']');
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
