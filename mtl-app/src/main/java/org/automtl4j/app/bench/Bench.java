package org.automtl4j.app.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.PathParameters;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.InferenceWork;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.plan.Backend;
import org.automtl4j.plan.Work;
import org.automtl4j.train.TrainingMemory;
import org.automtl4j.train.automtl.PhaseRun;
import org.automtl4j.train.loop.ProcessUsage;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures phases one after the other. Each begins with a model of its own and gives all memory back, so that its peak is its own. */
public final class Bench {
  private static final int HEAD_WIDTH = 1024;

  private final BenchSettings settings;
  private final Backbone backbone;
  private final List<Task> tasks;

  private Bench(BenchSettings settings) {
    this.settings = settings;
    this.backbone = Backbone.resolve(settings.backbone());
    this.tasks = RandomData.tasks(settings.tasks());
  }

  /**
   * @param settings what to measure
   * @return the figures
   * @throws org.automtl4j.core.InvalidInputException if the backbone cannot be read, or does not take images of that size
   */
  public static BenchResult run(BenchSettings settings) {
    return new Bench(settings).measure();
  }

  private BenchResult measure() {
    Backend.useThreads(settings.threads());
    Map<String, PhaseFigures> figures = new LinkedHashMap<>();
    String architecture = "";
    for (BenchPhase phase : settings.phases()) {
      SuperModel model = model();
      Architecture hard = settings.sharing().all() ? Architecture.uniform(model, Branch.SHARED)
          : Architecture.sample(model, RandomStream.of(settings.seed(), "architecture"));
      architecture = hard.toJson();
      figures.put(phase.id(), phase.isInference() ? inference(phase, model, hard) : training(phase, phase == BenchPhase.POST_TRAIN ? only(model, hard) : model, hard));
    }
    return new BenchResult(backbone.name(), settings.tasks(), settings.batch(), settings.crop(), settings.threads(), Backend.current().summary(), architecture,
        MachineRates.measure(), figures);
  }

  private SuperModel model() {
    SuperModel.Builder builder = SuperModel.builder(backbone).batchNormPolicy(settings.sharing().batchNorm()).seed(settings.seed());
    tasks.forEach(task -> builder.task(task, TaskHead.aspp(HEAD_WIDTH)));
    return builder.build();
  }

  /** What post-training trains: a model with the chosen branches' parameters, in place of the given one. */
  private SuperModel only(SuperModel model, Architecture hard) {
    free(model);
    return model.fresh(settings.seed(), PathParameters.of(model, Stage.HARD, Optional.of(hard)));
  }

  private PhaseFigures training(BenchPhase phase, SuperModel model, Architecture hard) {
    INDArray images = RandomData.images(settings.batch(), backbone.inputChannels(), settings.crop(), settings.seed());
    try (PhaseRun run = new PhaseRun(model, settings.seed(), settings.sharing().stepping(), unit -> RandomData.batch(unit, images, settings.seed()))) {
      switch (phase) {
        case PRE_TRAIN -> run.preTraining();
        case POLICY_STEP -> run.policySteps();
        case WEIGHT_STEP -> run.weightSteps();
        default -> run.postTraining(hard);
      }
      ProcessUsage.resetPeak();
      long estimate = TrainingMemory.peak(ProcessUsage.residentBytes().orElse(0), run.bytesToCome());
      return time(run::iterate, run::staticBytes, OptionalLong.of(estimate), run.work());
    } finally {
      free(model);
    }
  }

  private PhaseFigures inference(BenchPhase phase, SuperModel model, Architecture hard) {
    INDArray images = RandomData.images(phase == BenchPhase.INFER_1 ? 1 : settings.batch(), backbone.inputChannels(), settings.crop(), settings.seed());
    Stage stage = model.isSingleTask() ? Stage.COMMON : Stage.HARD;
    Optional<Architecture> branches = model.isSingleTask() ? Optional.empty() : Optional.of(hard);
    var builder = MultiTaskModel.builder(model).stage(stage).inputSize(settings.crop(), settings.crop()).fixedSize();
    branches.ifPresent(builder::architecture);
    try (MultiTaskModel finished = builder.build()) {
      Work work = InferenceWork.of(finished, (int) images.size(0));
      free(model); // who uses a finished model has no other
      ProcessUsage.resetPeak();
      try {
        return time(() -> finished.outputs(images).values().forEach(INDArray::close), () -> finished.parameters() * Float.BYTES, OptionalLong.empty(), work);
      } finally {
        free(finished.superModel());
      }
    }
  }

  /** At once, so that the next phase does not find memory taken by this one. */
  private static void free(SuperModel model) {
    model.parameters().close();
  }

  private PhaseFigures time(Runnable iteration, LongSupplier staticBytes, OptionalLong estimate, Work work) {
    double[] wall = new double[settings.iterations()];
    double[] cpu = new double[settings.iterations()];
    for (int i = -settings.warmUp(); i < settings.iterations(); i++) {
      double cpuBefore = ProcessUsage.cpuSeconds();
      long start = System.nanoTime();
      iteration.run();
      if (i >= 0) {
        wall[i] = (System.nanoTime() - start) * 1e-9;
        cpu[i] = ProcessUsage.cpuSeconds() - cpuBefore;
      }
    }
    return PhaseFigures.of(wall, cpu, ProcessUsage.peakBytes(), staticBytes.getAsLong(), estimate, work);
  }
}
