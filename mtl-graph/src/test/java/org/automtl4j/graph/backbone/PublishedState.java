package org.automtl4j.graph.backbone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Names and shapes of the tensors that the published code makes of a backbone and its tasks, without heads. */
final class PublishedState {
  private final List<String> lines = new ArrayList<>();
  private long parameters;

  PublishedState(Backbone backbone, List<String> tasks) {
    for (Node node : backbone.nodes()) {
      String name = "net." + node.index() + ".";
      int in = backbone.inputChannelsOf(node.index());
      if (node.layer() instanceof Convolution c) {
        tasks.forEach(task -> convolution(name + "taskOp." + task, c, in));
        if (c.stride() != 1 || c.outputs() != in) {
          tasks.forEach(task -> projection(name + "dsOp." + task, c.outputs(), in));
        }
        tasks.forEach(task -> parameter(name + "policy." + task, 3));
        convolution(name + "basicOp", c, in);
      } else if (node.layer() instanceof BatchNorm) {
        tasks.forEach(task -> batchNorm(name + "taskOp." + task, in));
        tasks.forEach(task -> parameter(name + "policy." + task, 3));
        batchNorm(name + "basicOp", in);
      }
    }
  }

  int entries() {
    return lines.size();
  }

  long parameters() {
    return parameters;
  }

  String digest() throws NoSuchAlgorithmException {
    byte[] text = String.join("", lines).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
  }

  private void convolution(String name, Convolution c, int in) {
    parameter(name + ".weight", c.outputs(), in / c.groups(), c.kernel(), c.kernel());
    if (c.bias()) {
      parameter(name + ".bias", c.outputs());
    }
  }

  private void projection(String name, int out, int in) {
    parameter(name + ".0.weight", out, in, 1, 1);
    batchNorm(name + ".1", out);
  }

  private void batchNorm(String name, int channels) {
    parameter(name + ".weight", channels);
    parameter(name + ".bias", channels);
    entry(name + ".running_mean", channels);
    entry(name + ".running_var", channels);
    entry(name + ".num_batches_tracked");
  }

  private void parameter(String name, int... shape) {
    entry(name, shape);
    parameters += Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
  }

  private void entry(String name, int... shape) {
    lines.add(name + ":" + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(",")) + "\n");
  }
}
