package org.automtl4j.plan;

import static org.automtl4j.plan.RuleCase.of;
import static org.automtl4j.plan.RuleCase.spread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.enums.DataFormat;
import org.nd4j.linalg.factory.Nd4j;

/** Reductions, products of matrices, softmax, and operations that only move numbers. */
class LinearAlgebraRulesTest implements BackwardRuleContract {
  @Override
  public Stream<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>();
    reductions(cases);
    products(cases);
    sums(cases);
    moves(cases);
    return cases.stream();
  }

  private static void reductions(List<RuleCase> cases) {
    int[][] dimensions = {{}, {0}, {1}, {3}, {0, 2, 3}, {1, 2}, {2, 3}, {0, 1}, {0, 2}};
    for (int[] d : dimensions) {
      for (boolean keep : new boolean[] {false, true}) {
        String form = Arrays.toString(d) + (keep ? " kept" : "");
        cases.add(of("sum " + form, (sd, in) -> in[0].sum(keep, d), spread(1, 2, 3, 2, 2)));
        cases.add(of("mean " + form, (sd, in) -> in[0].mean(keep, d), spread(1, 2, 3, 2, 2)));
        cases.add(of("max " + form, (sd, in) -> in[0].max(keep, d), spread(1, 2, 3, 2, 2)));
        cases.add(of("norm2 " + form, (sd, in) -> in[0].norm2(keep, d), spread(1, 2, 3, 2, 2)));
      }
    }
    cases.add(of("sum over the last but one", (sd, in) -> in[0].sum(-2), spread(1, 2, 3, 2)));
    cases.add(of("min", (sd, in) -> in[0].min(1), spread(1, 3, 4)));
    cases.add(of("norm1", (sd, in) -> in[0].norm1(1), spread(1, 3, 4)));
    cases.add(of("squared norm", (sd, in) -> sd.squaredNorm(in[0], true, 1), spread(1, 3, 4)));
    cases.add(of("product", (sd, in) -> in[0].prod(1), spread(1, 3, 4)));
    cases.add(of("log sum exp", (sd, in) -> sd.math.logSumExp(in[0], 1), spread(1, 3, 4)));
    cases.add(of("log sum exp of everything", (sd, in) -> sd.math.logSumExp(in[0]), spread(1, 3, 4)));
    for (boolean corrected : new boolean[] {false, true}) {
      cases.add(of("variance " + corrected, (sd, in) -> sd.variance(in[0], corrected, 1), spread(1, 3, 4)));
      cases.add(of("standard deviation " + corrected, (sd, in) -> sd.standardDeviation(in[0], corrected, 0, 2), spread(1, 3, 4, 2)));
    }
    cases.add(of("mean of one", (sd, in) -> in[0].mean(true, 1), spread(1, 3, 1, 2)));
    cases.add(of("softmax", (sd, in) -> sd.nn.softmax(in[0], 1), spread(1, 3, 4)));
    cases.add(of("softmax of a row", (sd, in) -> sd.nn.softmax(in[0], 1), spread(1, 1, 4)));
    cases.add(of("log softmax of a row", (sd, in) -> sd.nn.logSoftmax(in[0], 1), spread(1, 1, 4)));
    cases.add(of("softmax of a vector", (sd, in) -> sd.nn.softmax(in[0], 0), spread(1, 4)));
    cases.add(of("log softmax of a vector", (sd, in) -> sd.nn.logSoftmax(in[0], 0), spread(1, 4)));
    cases.add(of("softmax over ones", (sd, in) -> sd.nn.softmax(in[0], 1), spread(1, 4, 1)));
    cases.add(of("softmax of rank 4", (sd, in) -> sd.nn.softmax(in[0], 3), spread(1, 2, 3, 2, 4)));
    cases.add(of("softmax over channels", (sd, in) -> sd.nn.softmax(in[0], 1), spread(1, 2, 3, 2, 2)));
    cases.add(of("log softmax", (sd, in) -> sd.nn.logSoftmax(in[0]), spread(1, 3, 4)));
    cases.add(of("log softmax over channels", (sd, in) -> sd.nn.logSoftmax(in[0], 1), spread(1, 2, 3, 2, 2)));
  }

  private static void products(List<RuleCase> cases) {
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        String form = (a ? " transposed" : "") + " by" + (b ? " transposed" : "");
        cases.add(of("matrix" + form, (sd, in) -> sd.mmul(in[0], in[1], a, b, false), spread(1, a ? new long[] {4, 3} : new long[] {3, 4}),
            spread(2, b ? new long[] {5, 4} : new long[] {4, 5})));
        cases.add(of("batch" + form, (sd, in) -> sd.mmul(in[0], in[1], a, b, false), spread(1, a ? new long[] {2, 4, 3} : new long[] {2, 3, 4}),
            spread(2, b ? new long[] {2, 5, 4} : new long[] {2, 4, 5})));
      }
    }
  }

  private static void sums(List<RuleCase> cases) {
    cases.add(of("linear layer", (sd, in) -> sd.nn.linear(in[0], in[1], in[2]), spread(1, 3, 4), spread(2, 4, 5), spread(3, 5)));
    cases.add(of("bias of channels", (sd, in) -> sd.nn.biasAdd(in[0], in[1], true), spread(1, 2, 3, 2, 2), spread(2, 3)));
    cases.add(of("bias of the last dimension", (sd, in) -> sd.nn.biasAdd(in[0], in[1], false), spread(1, 3, 4), spread(2, 4)));
    cases.add(of("sum of several", (sd, in) -> sd.math.mergeAdd(in[0], in[1], in[0].mul(2)), spread(1, 3, 4), spread(2, 3, 4)));
  }

  private static void moves(List<RuleCase> cases) {
    Map<String, RuleCase.Build> moves = new LinkedHashMap<>();
    moves.put("reshape", (sd, in) -> sd.reshape(in[0], 6, -1));
    moves.put("reshape in a chain", (sd, in) -> sd.reshape(sd.reshape(in[0], 3, 8).mul(2), 2, 2, 6).add(1));
    moves.put("expand", (sd, in) -> sd.expandDims(in[0], 1));
    moves.put("squeeze", (sd, in) -> sd.squeeze(sd.expandDims(in[0], 1), 1));
    moves.put("permute", (sd, in) -> sd.permute(in[0], 1, 2, 0));
    moves.put("transpose", (sd, in) -> sd.transpose(sd.reshape(in[0], 4, 6)));
    moves.put("concat", (sd, in) -> sd.concat(1, in[0], in[0].mul(2), in[0].get(SDIndex.all(), SDIndex.interval(0, 1), SDIndex.all())));
    moves.put("stack", (sd, in) -> sd.stack(1, in[0], in[0].mul(3)));
    moves.put("slice", (sd, in) -> sd.slice(in[0], new int[] {0, 1, 0}, 2, 2, 3));
    moves.put("strided slice", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.interval(0, 2, 3), SDIndex.interval(1, 4)));
    moves.put("one element by slice", (sd, in) -> sd.slice(in[0], new int[] {1, 1, 2}, 1, 1, 1));
    moves.put("slice to the end", (sd, in) -> sd.slice(in[0], new int[] {1, 0, 2}, -1, 2, -1));
    moves.put("one element by strided slice", (sd, in) -> in[0].get(SDIndex.interval(1, 2), SDIndex.interval(2, 3), SDIndex.interval(1, 2)));
    moves.put("point that drops a dimension", (sd, in) -> in[0].get(SDIndex.point(1), SDIndex.all(), SDIndex.interval(0, 2, 4)));
    moves.put("first of rows", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.point(2)));
    moves.put("point", (sd, in) -> in[0].get(SDIndex.interval(1, 2), SDIndex.all(), SDIndex.interval(2, 3)));
    moves.put("two columns", (sd, in) -> {
      var rows = sd.reshape(in[0], 8, 3);
      return rows.get(SDIndex.all(), SDIndex.interval(0, 1)).mul(rows.get(SDIndex.all(), SDIndex.interval(1, 2)));
    });
    moves.put("mixed by a softmax", (sd, in) -> {
      var p = sd.nn.softmax(sd.reshape(in[0], 8, 3).get(SDIndex.interval(0, 1), SDIndex.all()).div(0.7), 1);
      var first = sd.reshape(p.get(SDIndex.all(), SDIndex.interval(0, 1)), 1, 1, 1);
      var second = sd.reshape(p.get(SDIndex.all(), SDIndex.interval(1, 2)), 1, 1, 1);
      return in[0].mul(first).add(sd.math.square(in[0]).mul(second));
    });
    moves.put("unstack", (sd, in) -> sd.unstack(in[0], 1, 3)[1].mul(2).add(sd.unstack(in[0], 1, 3)[2]));
    moves.put("split", (sd, in) -> sd.split(in[0], 2, 2)[1].mul(2));
    moves.put("reverse", (sd, in) -> sd.reverse(in[0], 1, 2));
    moves.put("space to depth", (sd, in) -> sd.cnn.spaceToDepth(sd.reshape(in[0], 1, 3, 2, 4), 2, DataFormat.NCHW));
    moves.put("depth to space", (sd, in) -> sd.cnn.depthToSpace(sd.reshape(in[0], 2, 4, 3, 1), 2, DataFormat.NCHW));
    moves.put("upsampling", (sd, in) -> sd.cnn.upsampling2d(sd.reshape(in[0], 1, 2, 3, 4), 2, 3, true));
    moves.put("tile", (sd, in) -> sd.tile(in[0], 2, 1, 3));
    moves.put("pad", (sd, in) -> sd.nn.pad(in[0], sd.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 0}, {2, 1}})), 0.5));
    moves.put("shared by several readers", (sd, in) -> in[0].mul(in[0]).add(in[0]).add(sd.reshape(in[0], 2, 3, 4).mul(3)));
    moves.put("shape as a number", (sd, in) -> in[0].div(in[0].shape().castTo(in[0].dataType()).prod()));
    moves.forEach((name, build) -> cases.add(of(name, build, spread(1, 2, 3, 4))));
  }
}
