package org.automtl4j.graph.model;

import java.util.List;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.head.TaskHead;

/** Small models for tests. */
final class Models {
  static final Preprocessing PREPROCESSING = new Preprocessing(ChannelOrder.BGR, List.of(104.0, 117.0, 123.0), List.of(50.0, 60.0, 70.0));

  private Models() {}

  /** Every kind of layer that needs care: groups, depthwise and dilated convolutions, ceil-mode pooling, BatchNorm with a policy. */
  static SuperModel superModel(long seed) {
    Backbone backbone = Nets.chain(3, Nets.conv("stem", 8, 3, 2, 1, 1, true), Nets.norm("n0"), Nets.relu("r0"), Nets.conv("groups", 8, 3, 1, 1, 2, true), Nets.norm("n1"),
        Nets.conv("deep", 8, 3, 1, 2, 8, false), Nets.norm("n2"), new Pooling("max", Pooling.Mode.MAX, 3, 2, 0, true, false),
        new Pooling("average", Pooling.Mode.AVERAGE, 3, 1, 1, false, false), Nets.conv("wide", 8, 3, 1, 3, 1, false), Nets.norm("n3"));
    SuperModel model = SuperModel.builder(backbone).task(Task.segmentation("floor", 5), TaskHead.conv1x1(6)).task(Task.depth("depth"), TaskHead.aspp(4))
        .task(Task.normals("normal"), TaskHead.conv1x1()).task(Task.classification("room", 4), TaskHead.linear()).task(Task.regression("pose", 2), TaskHead.linear())
        .task(Task.edges("edges"), TaskHead.conv1x1()).batchNormPolicy(BatchNormPolicy.SEARCH).seed(seed).build();
    Nets.randomise(model, seed);
    return model;
  }

  static MultiTaskModel model(long seed) {
    SuperModel superModel = superModel(seed);
    return MultiTaskModel.builder(superModel).architecture(Architecture.sample(superModel, RandomStream.of(seed, "architecture"))).inputSize(30, 34)
        .preprocessing(PREPROCESSING).metrics(Map.of("depth", Map.of("abs", 0.25, "rel", Double.NaN))).build();
  }
}
