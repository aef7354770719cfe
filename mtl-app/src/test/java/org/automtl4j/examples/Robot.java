package org.automtl4j.examples;

import java.nio.file.Path;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.FolderDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.model.MultiTaskModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.automtl.stage.PolicySampling;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.listener.Listeners;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** From a folder of pictures to a finished model. */
public class Robot {
  public static void main(String[] arguments) {
    var data = FolderDataSet.open(Path.of("robot"));                 // images/, floor/, depth/, normal/, tasks.yaml
    var superModel = SuperModel.builder(Backbone.named("resnet18"))  // or Backbone.read(path), Backbone.builder("mine")...
        .task(data.task("floor"), TaskHead.aspp(256))                // its classes
        .task(data.task("depth"), TaskHead.aspp(256))                // metres
        .task(data.task("normal"), TaskHead.aspp(256))               // unit vectors, camera frame
        .batchNormPolicy(BatchNormPolicy.TASK_SPECIFIC)
        .seed(1).build();
    try (Trainer trainer = Trainer.builder(superModel, data)
        .batchSize(4).crop(224, 224)
        .checkpoints(Path.of("runs/robot"))                          // resume(path) goes on bit for bit
        .listeners(Listeners.progress()).build()) {
      trainer.run(PreTraining.builder().iterations(10_000).updater(new Adam(1e-4, 0.5, 0.999, 1e-8)).build());
      trainer.run(PolicySearch.builder().iterations(20_000).policySteps(100).weightSteps(400).policyLearningRate(1e-2).lambda(5e-4).build());
      Architecture found = trainer.run(PolicySampling.builder().candidates(8).maxParameters(0.75).build());
      found.save(Path.of("architecture.json"));                      // Architecture.read(path) after editing
      try (MultiTaskModel model = trainer.run(PostTraining.builder(found).iterations(30_000)
          .updater(Adam.builder().learningRateSchedule(new StepSchedule(ScheduleType.ITERATION, 1e-3, 0.5, 4_000)).build()).build())) {
        System.out.println(trainer.evaluate(model, Split.TEST).table());
        model.save(Path.of("model.zip"));                            // Deeplearning4j's ModelSerializer reads it
      }
    }
  }
}
