package org.automtl4j.plan;

import static org.automtl4j.plan.RuleCase.of;
import static org.automtl4j.plan.RuleCase.positive;
import static org.automtl4j.plan.RuleCase.spread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.ops.Activations;
import org.automtl4j.core.ops.LayerNorms;
import org.automtl4j.core.ops.Tokens;
import org.automtl4j.core.ops.WindowGrid;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What transformers are made of: operations of their own and compositions. */
class TransformerRulesTest implements BackwardRuleContract {
  private static final WindowGrid GRID = new WindowGrid(4, 6, 2, 1);

  @Override
  public Stream<RuleCase> cases() {
    List<RuleCase> cases = new ArrayList<>();
    takes(cases);
    permutations(cases);
    normalisations(cases);
    attentions(cases);
    return cases.stream();
  }

  private static SDVariable index(SameDiff sd, int... places) {
    return sd.constant(Nd4j.createFromArray(places));
  }

  private static void takes(List<RuleCase> cases) {
    cases.add(of("rows in another order", (sd, in) -> sd.gather(in[0], index(sd, 2, 0, 3, 1), 0), spread(1, 4, 3)));
    cases.add(of("some rows twice", (sd, in) -> sd.gather(in[0], index(sd, 2, 0, 2, 1, 2), 0), spread(1, 4, 3)));
    cases.add(of("as many rows as there are, one twice", (sd, in) -> sd.gather(in[0], index(sd, 2, 0, 2, 1), 0), spread(1, 4, 3)));
    cases.add(of("some columns", (sd, in) -> sd.gather(in[0], index(sd, 2, 0), 1), spread(1, 4, 3)));
    cases.add(of("columns counted from the end", (sd, in) -> sd.gather(in[0], index(sd, 1, 2, 0), -1), spread(1, 2, 4, 3)));
    cases.add(of("a middle axis, places by a matrix", (sd, in) -> sd.gather(in[0], sd.constant(Nd4j.createFromArray(new int[][] {{1, 0},
        {3, 3}})), 1), spread(1, 2, 4, 3)));
    cases.add(of("places as arguments", (sd, in) -> sd.gather(in[0], new int[] {1, 1, 0}, 1), spread(1, 2, 3)));
    cases.add(of("elements of a vector", (sd, in) -> sd.gather(in[0], index(sd, 4, 0, 0), 0), spread(1, 5)));
    cases.add(of("windows of a rolled map", (sd, in) -> Tokens.take(in[0], index(sd, GRID.partition())), spread(1, 2, 24, 2)));
    cases.add(of("windows and back", (sd, in) -> Tokens.take(Tokens.take(in[0], index(sd, GRID.partition())).mul(2), index(sd,
        GRID.reverse())), spread(1, 2, 24, 2)));
    cases.add(of("squares side by side", (sd, in) -> Tokens.take(in[0], index(sd, WindowGrid.squares(4, 6))).reshape(-1, 6, 8), spread(1,
        2, 24, 2)));
    cases.add(of("biases of distances", (sd, in) -> Tokens.relativeBias(in[0], index(sd, WindowGrid.relativeIndex(2)), 2), spread(1, 9,
        3)));
  }

  private static void permutations(List<RuleCase> cases) {
    cases.add(of("windows by permutation", (sd, in) -> sd.permute(in[0], 0, 2, 1, 3), spread(1, 2, 2, 3, 8)));
    cases.add(of("queries, keys and values apart", (sd, in) -> sd.permute(in[0], 2, 0, 3, 1, 4), spread(1, 2, 2, 3, 2, 9)));
  }

  private static void normalisations(List<RuleCase> cases) {
    cases.add(of("gelu", (sd, in) -> Activations.gelu(in[0]), spread(1, 5, 7)));
    cases.add(of("gelu of a vector", (sd, in) -> Activations.gelu(in[0]), spread(2, 9)));
    cases.add(of("gelu of a linear layer", (sd, in) -> Activations.gelu(in[0].mmul(in[1]).add(in[2])), spread(1, 3, 4), spread(2, 4, 5),
        spread(3, 5)));
    cases.add(of("gelu that others read too", (sd, in) -> {
      SDVariable y = Activations.gelu(in[0]);
      return y.mul(y).add(in[0]);
    }, spread(3, 4, 3)));
    cases.add(of("layer norm", (sd, in) -> LayerNorms.layerNorm(in[0], in[1], in[2], 1e-5), spread(1, 2, 3, 5), positive(2, 5), spread(3,
        5)));
    cases.add(of("layer norm of rows", (sd, in) -> LayerNorms.layerNorm(in[0], in[1], in[2], 0.1), spread(1, 6, 4), positive(2, 4),
        spread(3, 4)));
    cases.add(of("layer norm of small numbers", (sd, in) -> LayerNorms.layerNorm(in[0].mul(1e-3), in[1], in[2], 1e-5), spread(4, 3, 4),
        positive(2, 4), spread(3, 4)));
    cases.add(of("layer norm that is read twice", (sd, in) -> {
      SDVariable y = LayerNorms.layerNorm(in[0], in[1], in[2], 1e-5);
      return y.mul(in[0]).add(y);
    }, spread(5, 3, 4), positive(2, 4), spread(3, 4)));
    cases.add(of("layer norm with fixed factors", (sd, in) -> LayerNorms.layerNorm(in[0], sd.constant(RuleCase.ramp(4)
        .castTo(in[0].dataType())),
        sd.constant(RuleCase.ramp(4).castTo(in[0].dataType())), 1e-5), spread(6, 3, 4)));
  }

  private static void attentions(List<RuleCase> cases) {
    INDArray qkv = spread(1, 16, 12);
    INDArray bias = spread(2, 1, 2, 4, 4);
    Tokens.Heads heads = new Tokens.Heads(2, 2, 4);
    cases.add(of("attention", (sd, in) -> Tokens.attention(in[0], heads, 0.7, in[1], Optional.empty()), qkv, bias));
    cases.add(of("attention with a mask", (sd, in) -> {
      INDArray mask = new WindowGrid(4, 2, 2, 1).mask(in[0].dataType());
      return Tokens.attention(in[0], heads, 0.7, in[1], Optional.of(sd.constant(mask)));
    }, qkv, bias));
    cases.add(of("softmax with a bias for each head", (sd, in) -> sd.nn().softmax(in[0].add(in[1]), 3), spread(1, 3, 2, 4, 4), bias));
    cases.add(of("linear layer on tokens", (sd, in) -> in[0].reshape(-1, 4).mmul(in[1]).add(in[2]).reshape(-1, 3, 5), spread(1, 2, 3, 4),
        spread(2, 4, 5), spread(3, 5)));
    cases.add(of("linear layer without bias", (sd, in) -> in[0].reshape(-1, 4).mmul(in[1]).reshape(-1, 3, 5), spread(1, 2, 3, 4), spread(2,
        4, 5)));
    cases.add(of("branch of which images were dropped", (sd, in) -> in[0].add(in[1].mul(sd.constant(Nd4j.createFromArray(0.0, 1.25)
        .castTo(in[0].dataType()).reshape(2, 1, 1)))),
        spread(1, 2, 3, 4), spread(2, 2, 3, 4)));
  }
}
