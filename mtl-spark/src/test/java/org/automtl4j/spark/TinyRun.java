package org.automtl4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Configurations that train within seconds. */
final class TinyRun {
  private TinyRun() {}

  /** Some hundred iterations, each with a checkpoint: long enough to be killed. */
  static final List<String> LONGER = List.of("preTraining.iterations=80", "policySearch.iterations=120", "sampling.iterations=40", "postTraining.iterations=80");

  static Path configuration(Path folder) throws IOException {
    Path backbone = Files.writeString(folder.resolve("tiny.prototxt"), """
        name: "tiny"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 4 kernel_size: 3 pad: 1 stride: 2 } }
        layer { name: "b1" type: "BatchNorm" bottom: "c1" top: "b1" }
        layer { name: "r1" type: "ReLU" bottom: "b1" top: "r1" }
        layer { name: "c2" type: "Convolution" bottom: "r1" top: "c2" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
        """);
    return Files.writeString(folder.resolve("tiny.yaml"), """
        backbone: %s
        batch: 2
        threads: 1
        data: {layout: synthetic, size: [8, 8], train: 8, val: 2, test: 3, threads: 0}
        tasks:
          - {name: depth_zbuffer, kind: DEPTH, head: conv1x1}
          - {name: normal, kind: NORMALS, head: conv1x1}
        preTraining: {iterations: 2}
        policySearch: {iterations: 4, policySteps: 1, weightSteps: 1}
        sampling: {candidates: 2, iterations: 1}
        postTraining: {iterations: 3}
        checkpoints: {every: 1}
        """.formatted(backbone));
  }
}
