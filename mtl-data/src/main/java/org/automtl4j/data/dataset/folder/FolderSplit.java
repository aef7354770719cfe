package org.automtl4j.data.dataset.folder;

import java.util.Map;
import java.util.Optional;
import org.automtl4j.data.dataset.Split;

/** How pictures are parted into training, validation and test. */
public sealed interface FolderSplit {

  /**
   * By lists of pictures, one per line.
   *
   * @param lists text files by split, relative to the data set's folder; with {@link Split#TRAIN} and {@link Split#TEST}. Without {@link Split#VAL} a tenth of
   *     the training pictures is set aside; without {@link Split#TRAIN1} and {@link Split#TRAIN2} training is halved
   * @param group pictures whose names agree in this pattern's first group (or in what it finds, if it has none) stay together where training is parted
   * @param seed decides what is set aside
   */
  record Lists(Map<Split, String> lists, Optional<String> group, long seed) implements FolderSplit {
    /** Keeps an unmodifiable copy. */
    public Lists {
      lists = Map.copyOf(lists);
    }
  }

  /**
   * By chance.
   *
   * @param val share of validation, in (0, 1)
   * @param test share of test, in (0, 1)
   * @param group pictures whose names agree in this pattern's first group (or in what it finds, if it has none) stay together
   * @param seed decides which goes where
   */
  record Fractions(double val, double test, Optional<String> group, long seed) implements FolderSplit {}

  /**
   * By folders: {@code images/train}, {@code images/val}, or {@code train/images}, {@code val/images}.
   *
   * @param folders their names by split; with {@link Split#TRAIN}, and {@link Split#VAL} or {@link Split#TEST}. Without TEST the folder of VAL is taken for it;
   *     where there is none of VAL then, a tenth of the training pictures is set aside
   * @param group pictures whose names agree in this pattern's first group (or in what it finds, if it has none) stay together where training is parted
   * @param seed decides what is set aside
   */
  record Folders(Map<Split, String> folders, Optional<String> group, long seed) implements FolderSplit {
    /** Keeps an unmodifiable copy. */
    public Folders {
      folders = Map.copyOf(folders);
    }
  }

  /**
   * Where nothing is said: by folders if every picture lies in one named train, val or test; else by chance, a tenth each for validation and test.
   *
   * @param group pictures whose names agree in this pattern's first group (or in what it finds, if it has none) stay together
   * @param seed decides which goes where
   */
  record Usual(Optional<String> group, long seed) implements FolderSplit {
    /** The share of validation, and that of test, where chance decides. */
    public static final double SHARE = 0.1;
  }
}
