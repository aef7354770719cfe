package org.automtl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.iterator.MultiTaskIterator;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.model.MultiTaskModel;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchNormSearchTest {
  @TempDir Path folder;

  /** From the search to plain Deeplearning4j, with policies at every BatchNorm. */
  @Test
  void aSearchOverBatchNormsEndsInAZipThatAnswersAsOurOwnInference() throws Exception {
    SyntheticScenes data = TinyRun.data();
    SuperModel superModel = TinyRun.superModel(data, 5, BatchNormPolicy.SEARCH, TinyRun.TASKS);
    Path zip = folder.resolve("model.zip");
    try (Trainer trainer = TinyRun.trainer(superModel, data).build()) {
      trainer.run(TinyRun.pre(2));
      trainer.run(TinyRun.search(6));
      Architecture found = trainer.run(TinyRun.sampling(2));
      assertThat(batchNormBranches(superModel, found)).containsExactlyInAnyOrder(Branch.values());
      long parameters = ModelSize.of(superModel, Stage.HARD, Optional.of(found), 16, 16).parameters();
      try (MultiTaskModel model = trainer.run(TinyRun.post(found, 3));
          MultiTaskIterator batches = MultiTaskIterator.evaluation(data, Split.TEST, 4).build()) {
        model.save(zip);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(zip.toFile());
        INDArray images = batches.next().getFeatures(0);
        INDArray[] theirs = restored.output(images);
        Map<String, INDArray> ours = model.outputs(images);
        for (int t = 0; t < TinyRun.TASKS.length; t++) {
          INDArray difference = ours.get(TinyRun.TASKS[t]).sub(theirs[t]);
          assertThat(difference.amaxNumber().doubleValue()).as(TinyRun.TASKS[t]).isLessThan(1e-4);
        }
        assertThat(restored.numParams()).isEqualTo(parameters);
      }
    }
  }

  private static Set<Branch> batchNormBranches(SuperModel model, Architecture architecture) {
    Set<Branch> branches = EnumSet.noneOf(Branch.class);
    for (Node node : model.backbone().nodes()) {
      if (node.layer() instanceof BatchNorm) {
        model.tasks().forEach(t -> branches.add(architecture.branch(t.name(), node.index())));
      }
    }
    return branches;
  }
}
