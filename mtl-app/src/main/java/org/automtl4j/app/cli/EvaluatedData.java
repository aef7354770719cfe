package org.automtl4j.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.app.config.AugmentationConfig;
import org.automtl4j.app.config.DataConfig;
import org.automtl4j.app.config.DataRequest;
import org.automtl4j.app.config.InputConfig;
import org.automtl4j.app.config.NddrAugmentationConfig;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.data.dataset.nddr.NormalSpace;
import org.automtl4j.data.dataset.nyuv2.NormalEncoding;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.graph.model.Preprocessing;

/**
 * The data set that a model is measured on.
 *
 * @param layout one of {@link #LAYOUTS}
 * @param root its folder; empty for synthetic scenes
 * @param seed of synthetic scenes; empty: that of the model's run
 * @param scenes of synthetic scenes; empty: as many as the model's run had
 * @param normals of the layout nddr, what normals are compared as; empty: as in the model's run
 */
record EvaluatedData(String layout, Optional<Path> root, Optional<Long> seed, Optional<Integer> scenes, Optional<NormalSpace> normals) {
  static final String SYNTHETIC = "synthetic";
  static final String NDDR = "nddr";
  static final List<String> LAYOUTS = List.of(SYNTHETIC, "cityscapes", "nyuv2", "nddr", "taskonomy", "folder");
  static final int SCENES = 300;
  private static final AugmentationConfig NONE = new AugmentationConfig(List.of(1.0, 1.0), false, false, 0);

  /**
   * Refuses what cannot be opened, before the model is read.
   *
   * @param file the model's file
   * @param run the configuration of its run, where it lies in a run folder
   */
  void check(Path file, Optional<RunConfig> run) {
    if (layout.equals(SYNTHETIC) && sceneSeed(run).isEmpty()) {
      throw new InvalidInputException("--seed: missing; synthetic scenes have one, and " + file + " lies in no run's folder that tells it");
    }
  }

  /**
   * @param model the model: the pictures are encoded as it was trained, and have the size that it reads
   * @param run the configuration of its run, where it lies in a run folder
   * @return the data set
   */
  MultiTaskDataSet open(MultiTaskModel model, Optional<RunConfig> run) {
    List<String> tasks = model.tasks().stream().map(Task::name).toList();
    return layout.equals(SYNTHETIC) ? rendered(model, run, tasks) : stored(model, run, tasks);
  }

  private MultiTaskDataSet rendered(MultiTaskModel model, Optional<RunConfig> run, List<String> tasks) {
    long chosen = sceneSeed(run).orElseThrow();
    int count = scenes.or(() -> scenesOf(run).map(DataConfig.Synthetic::test)).orElse(SCENES);
    return SyntheticScenes.builder().size(model.height(), model.width()).counts(2, 1, count).seed(chosen).tasks(tasks.toArray(String[]::new))
        .imageEncoding(input(model).encoding(ImageEncoding.SYMMETRIC_BGR)).build();
  }

  private Optional<Long> sceneSeed(Optional<RunConfig> run) {
    return seed.or(() -> scenesOf(run).map(d -> d.seed().orElse(run.orElseThrow().seed())));
  }

  private static Optional<DataConfig.Synthetic> scenesOf(Optional<RunConfig> run) {
    return run.map(RunConfig::data).filter(DataConfig.Synthetic.class::isInstance).map(DataConfig.Synthetic.class::cast);
  }

  private MultiTaskDataSet stored(MultiTaskModel model, Optional<RunConfig> run, List<String> tasks) {
    Optional<List<Integer>> size = Optional.of(List.of(model.height(), model.width()));
    Path folder = root.orElseThrow();
    Optional<DataConfig> before = run.map(RunConfig::data);
    double share = 0.1;
    DataConfig data = switch (layout) {
      case "cityscapes" -> new DataConfig.Cityscapes(folder, classes(model), size, NONE, share, 0, 0);
      case "nyuv2" -> new DataConfig.Nyuv2(folder, size, NONE, share, 0, 0);
      case "nddr" -> new DataConfig.Nddr(folder, size, normals.orElseGet(() -> space(before)), NddrAugmentationConfig.defaults(), share, 0, 0);
      case "taskonomy" -> new DataConfig.Taskonomy(folder, testMode(before), size, NONE, share, 0, 0);
      default -> new DataConfig.Folder(folder, NONE, 0);
    };
    NormalEncoding encoding = run.map(r -> r.compat().normalEncoding()).orElse(NormalEncoding.UNIT);
    return data.open(new DataRequest(0, tasks, input(model), encoding));
  }

  private static NormalSpace space(Optional<DataConfig> before) {
    return before.filter(DataConfig.Nddr.class::isInstance).map(d -> ((DataConfig.Nddr) d).normalSpace()).orElse(NormalSpace.UNIT);
  }

  private static DataConfig.TestMode testMode(Optional<DataConfig> before) {
    return before.filter(DataConfig.Taskonomy.class::isInstance).map(d -> ((DataConfig.Taskonomy) d).test()).orElse(DataConfig.TestMode.TEST);
  }

  private static int classes(MultiTaskModel model) {
    return model.tasks().stream().filter(t -> t.name().equals("segment_semantic")).findFirst().map(Task::outputs).orElse(19);
  }

  private static InputConfig input(MultiTaskModel model) {
    return model.preprocessing().map(EvaluatedData::input).orElse(InputConfig.USUAL);
  }

  private static InputConfig input(Preprocessing known) {
    ImageEncoding.Order order = ImageEncoding.Order.valueOf(known.order().name());
    return new InputConfig(Optional.of(order), Optional.of(known.mean()), Optional.of(known.std()), Optional.empty());
  }
}
