package org.automtl4j.data.prepare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.annotated.AnnotatedSource;
import org.automtl4j.data.prepare.internal.annotated.TableSource;
import org.automtl4j.data.prepare.internal.source.CityscapesSource;
import org.automtl4j.data.prepare.internal.source.Nyuv2Files;
import org.automtl4j.data.prepare.internal.source.Nyuv2Source;
import org.automtl4j.data.prepare.internal.source.PreparationRun;
import org.automtl4j.data.prepare.internal.source.Source;
import org.automtl4j.data.prepare.internal.source.TaskonomySource;

/**
 * Makes a data set's folder from what its owners distribute. What is written already is not written again, so that a preparation that was interrupted goes on
 * where it stopped; in the end everything is read back, and the index is written last.
 *
 * @param samples how many samples each split has
 * @param remarks what a user should know, one sentence each
 */
public record DataPreparation(Map<Split, Integer> samples, List<String> remarks) {

  /** Keeps unmodifiable copies. */
  public DataPreparation {
    samples = new EnumMap<>(samples);
    remarks = List.copyOf(remarks);
  }

  /**
   * Where things are, and choices.
   *
   * @param source what the owners distribute: a folder, of NYUv2 also the file itself
   * @param out the folder to make
   * @param height rows of pictures, where the layout lets one choose: CityScapes, 256 unless given
   * @param width columns of pictures, likewise; 512 unless given
   * @param splits NYUv2's {@code splits.mat}, if it does not lie beside the pictures
   * @param classes NYUv2's {@code classMapping40.mat}, if it does not lie beside the pictures
   * @param normals a folder of NYUv2's normals, one png per picture; from depth unless given
   * @param buildings Taskonomy's list of buildings; {@code buildings.csv} in the source unless given
   * @param val the share of training pictures that is set aside for validation where the owners set none aside, in (0, 1)
   * @param seed decides which
   */
  public record Options(Path source, Path out, Optional<Integer> height, Optional<Integer> width, Optional<Path> splits, Optional<Path> classes,
      Optional<Path> normals, Optional<Path> buildings, double val, long seed) {

    /** Checks the share. */
    public Options {
      if (!(val > 0 && val < 1)) {
        throw new InvalidInputException("val: found " + val + ", allowed: a share greater than 0 and less than 1");
      }
    }

    /**
     * @param source what the owners distribute
     * @param out the folder to make
     * @return the usual choices: a tenth of the training pictures for validation, seed 0
     */
    public static Options of(Path source, Path out) {
      return new Options(source, out, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0.1, 0);
    }
  }

  /**
   * Prepares a data set.
   *
   * @param layout CITYSCAPES, NYUV2, NDDR or TASKONOMY
   * @param options where things are
   * @param progress hears how far it is
   * @return what was written
   * @throws InvalidInputException if the source is not what the owners distribute, or the folder holds something else
   */
  public static DataPreparation prepare(Layout layout, Options options, Progress progress) {
    return prepared(source(layout, options), options, progress);
  }

  /**
   * Makes a user's folder of pictures and labels: the objects of other programs' annotations are painted into masks of the task {@code objects}, the columns of a table
   * become a task each.
   *
   * @param annotations their format
   * @param options where things are; of the choices, {@code val} and {@code seed} count
   * @param progress hears how far it is
   * @return what was written
   * @throws InvalidInputException if there are no such annotations, or they do not fit the pictures
   */
  public static DataPreparation prepare(Annotations annotations, Options options, Progress progress) {
    Source source = switch (annotations) {
      case COCO -> AnnotatedSource.coco(options.source(), options.seed());
      case YOLO -> AnnotatedSource.yolo(options.source(), options.seed());
      case VOC -> AnnotatedSource.voc(options.source(), options.seed());
      case CSV -> TableSource.of(options.source(), options.seed());
    };
    return prepared(source, options, progress);
  }

  private static DataPreparation prepared(Source opened, Options options, Progress progress) {
    try (Source source = opened) {
      PreparationRun.Outcome outcome = new PreparationRun(source, options.out(), options.val(), options.seed(), progress).run();
      List<String> remarks = new ArrayList<>(source.remarks());
      remarks.addAll(outcome.remarks());
      return new DataPreparation(outcome.samples(), remarks);
    }
  }

  private static Source source(Layout layout, Options options) {
    return switch (layout) {
      case CITYSCAPES -> new CityscapesSource(options.source(), options.height().orElse(256), options.width().orElse(512));
      case NYUV2 -> new Nyuv2Source(options.source(), options.splits(), options.classes(), options.normals(), new Nyuv2Files.WithDepth());
      case NDDR -> new Nyuv2Source(options.source(), options.splits(), options.classes(), options.normals(), new Nyuv2Files.InLists());
      case TASKONOMY -> new TaskonomySource(options.source(), options.buildings());
      case FOLDER -> throw new InvalidInputException(
          "layout: found folder, allowed: cityscapes, nyuv2, nddr, taskonomy; for own pictures there is 'automtl data init'");
    };
  }
}
