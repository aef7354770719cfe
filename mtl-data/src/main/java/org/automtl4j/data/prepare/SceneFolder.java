package org.automtl4j.data.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.internal.scenes.CityscapesScenes;
import org.automtl4j.data.prepare.internal.scenes.FolderScenes;
import org.automtl4j.data.prepare.internal.scenes.NddrScenes;
import org.automtl4j.data.prepare.internal.scenes.Nyuv2Scenes;
import org.automtl4j.data.prepare.internal.scenes.SceneFiles;
import org.automtl4j.data.prepare.internal.scenes.TaskonomyScenes;

/**
 * Writes {@link SyntheticScenes} to a disk in the formats and with the index of a real data set, so that everything that reads that data set can be tried
 * without it.
 */
public final class SceneFolder {

  private SceneFolder() {}

  /**
   * Writes all splits. The file that makes the folder a data set (its index, or {@code tasks.yaml}) is written last.
   *
   * @param layout the formats
   * @param scenes the scenes, with all five tasks
   * @param folder a new or empty folder, unless {@code overwrite}
   * @param overwrite whether files of an older data set may be replaced
   * @param progress hears how far it is
   * @throws InvalidInputException if the folder holds something
   */
  public static void write(Layout layout, SyntheticScenes scenes, Path folder, boolean overwrite, Progress progress) {
    SceneFiles files =
        switch (layout) {
          case CITYSCAPES -> new CityscapesScenes(scenes.imageEncoding());
          case NYUV2 -> new Nyuv2Scenes(scenes.imageEncoding());
          case NDDR -> new NddrScenes(scenes.imageEncoding());
          case TASKONOMY -> new TaskonomyScenes(scenes.imageEncoding());
          case FOLDER -> new FolderScenes(scenes.imageEncoding());
        };
    prepare(folder, files.index(), overwrite);
    int total = scenes.size(Split.TRAIN) + scenes.size(Split.VAL) + scenes.size(Split.TEST);
    int[] done = {0};
    Map<Split, List<List<String>>> modes = new EnumMap<>(Split.class);
    for (Split split : List.of(Split.TRAIN, Split.VAL, Split.TEST)) {
      List<List<String>> samples = IntStream.range(0, scenes.size(split)).parallel().mapToObj(i -> {
        List<String> written = files.write(folder, split, i, scenes.sample(split, i, 0));
        synchronized (done) {
          progress.at("scenes", ++done[0], total);
        }
        return written;
      }).toList();
      modes.put(split, samples);
    }
    List<List<String>> train = modes.get(Split.TRAIN);
    modes.put(Split.TRAIN1, every(train, 0));
    modes.put(Split.TRAIN2, every(train, 1));
    files.finish(folder, modes);
  }

  /** Every other sample, as the scenes' own halves of the training split. */
  private static List<List<String>> every(List<List<String>> samples, int first) {
    return IntStream.range(0, samples.size()).filter(i -> i % 2 == first).mapToObj(samples::get).toList();
  }

  private static void prepare(Path folder, String index, boolean overwrite) {
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new InvalidInputException(folder + ": found a file, allowed: a folder");
      }
      if (Files.isDirectory(folder)) {
        try (Stream<Path> held = Files.list(folder)) {
          if (!overwrite && held.findAny().isPresent()) {
            throw new InvalidInputException(folder + ": found a folder with something in it, allowed: a new or empty one, or --overwrite");
          }
        }
        // A folder without its index is no data set: whoever interrupts this leaves nothing that looks like one.
        Files.deleteIfExists(folder.resolve(index));
      }
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }
}
