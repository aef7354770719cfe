package org.automtl4j.app.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.config.Baseline;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.model.StepTimes;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.compat.SharedBottom;
import org.automtl4j.train.automtl.config.AutoMtlSettings;
import org.automtl4j.train.automtl.config.PolicySearchConfig;
import org.automtl4j.train.automtl.config.PostTrainingConfig;
import org.automtl4j.train.automtl.config.PreTrainingConfig;
import org.automtl4j.train.automtl.config.SamplingConfig;
import org.automtl4j.train.automtl.config.StageName;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.config.TrainingConfig;
import org.automtl4j.train.grow.BudgetCheck;
import org.automtl4j.train.grow.GrowSettings;
import org.automtl4j.train.grow.Grown;
import org.automtl4j.train.grow.TrunkState;

/** The stages TRUNK and GROW of a run, in place of a search and its final training; hard sharing comes with them. */
final class GrowStages {
  static final String TRUNK = "trunk";
  static final String GROW = "grow";

  /** Runs something under the name of a stage, whose time it notes. */
  @FunctionalInterface
  interface Timed {
    void run(String stage, Runnable work);
  }

  private GrowStages() {}

  /** The settings, if a run grows trees. */
  static Optional<GrowSettings> of(RunConfig config) {
    return config.method().as(GrowSettings.class);
  }

  /** The settings of AutoMTL by which baselines are trained and models are built: a run's own, or those that train as trees are trained. */
  static AutoMtlSettings like(RunConfig config) {
    return config.method().as(AutoMtlSettings.class).or(() -> of(config).map(GrowSettings::training).map(GrowStages::like)).orElseThrow();
  }

  private static AutoMtlSettings like(TrainingConfig training) {
    PostTrainingConfig post = new PostTrainingConfig(training.iterations(), training.updater(), training.weightDecay(), training.schedule(), PostTrainingStart.SCRATCH,
        training.step());
    return new AutoMtlSettings(List.of(StageName.POST), BatchNormPolicy.SEARCH, PreTrainingConfig.defaults(), PolicySearchConfig.defaults(), SamplingConfig.defaults(), post,
        SharedBottom.FIXED, Optional.empty());
  }

  /** Whether a baseline is trained by the stages themselves. */
  static boolean includes(RunConfig config, Baseline baseline) {
    return of(config).isPresent() && baseline.equals(Baseline.HARD);
  }

  /** Trains trunk and trees, keeps what was taken, and adds it and hard sharing to what is compared. */
  static Grown run(GrowSettings settings, Trainer trainer, MultiTaskDataSet data, StepTimes times, RunFolder folder, Contestants contestants, Timed timed) {
    BudgetCheck.measured(trainer.superModel(), settings.budget().budgets(), times, data.height(), data.width());
    TrunkState[] trunk = new TrunkState[1];
    Grown[] grown = new Grown[1];
    timed.run(TRUNK, () -> trunk[0] = trainer.run(settings.trunk()));
    timed.run(GROW, () -> grown[0] = trainer.run(settings.grow(trunk[0], times)));
    Grown result = grown[0];
    folder.write(RunFolder.ARCHITECTURE, result.taken().architecture().toJson());
    contestants.add(Baseline.HARD.id(), result.hard(), result.hardTree().size());
    contestants.add(RunResult.SEARCH, result.model(), result.taken().size());
    result.model().save(folder.file(RunFolder.MODEL));
    return result;
  }

  /** Iterations of each stage at most, by its name. */
  static Map<String, Integer> iterations(GrowSettings settings) {
    int trunk = settings.trunk().forkIteration();
    int later = settings.training().iterations() - trunk;
    int trees = settings.halve() == 0 ? settings.trees() * later : settings.trees() * later / 2;
    return Map.of(TRUNK, trunk, GROW, later + trees);
  }
}
