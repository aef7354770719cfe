package org.automtl4j.graph.swin;

import java.util.Optional;
import org.automtl4j.core.ops.Activations;
import org.automtl4j.core.ops.Tokens;
import org.automtl4j.core.ops.WindowGrid;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One block: y = x + attention(LN(x)) within windows, then y + MLP(LN(y)), both branches with stochastic depth. Its steps are apart for
 * networks that gate them.
 */
public final class SwinBlock {
  private final SwinSpec spec;
  private final SwinStage stage;
  private final int index;
  private final double dropPath;
  private final String prefix;

  /**
   * @param spec the network's sizes
   * @param stage the block's stage
   * @param index its number in the stage, from 0
   * @param prefix what names in the encoder begin with
   */
  SwinBlock(SwinSpec spec, SwinStage stage, int index, String prefix) {
    this.spec = spec;
    this.stage = stage;
    this.index = index;
    this.dropPath = spec.dropPath(spec.stages().subList(0, stage.index()).stream().mapToInt(SwinSpec.Stage::depth).sum() + index);
    this.prefix = prefix;
  }

  /** @return the stage that it belongs to */
  public SwinStage stage() {
    return stage;
  }

  /** @return its number in the stage, from 0 */
  public int index() {
    return index;
  }

  /** @return features of its MLP's hidden layer */
  public int hidden() {
    return (int) (stage.channels() * spec.details().mlpRatio());
  }

  /**
   * @param scope what the network builds with
   * @param x [N, L, C]
   * @return the whole block's output, [N, L, C]
   */
  public SDVariable run(NetworkScope scope, SDVariable x) {
    SDVariable attended = attended(scope, x); // [N, L, C]
    return fed(scope, attended, mlp(scope, normalised(scope, attended))); // [N, L, C]
  }

  /**
   * The attention with its residual.
   *
   * @param scope what the network builds with
   * @param x [N, L, C]
   * @return x + attention, [N, L, C]
   */
  public SDVariable attended(NetworkScope scope, SDVariable x) {
    SwinLayers layers = new SwinLayers(scope, prefix);
    WindowGrid grid = stage.grid(index);
    String cut = grid.height() + "x" + grid.width() + "/" + grid.window() + "+" + grid.shift();
    SDVariable normal = layers.norm(name("norm1"), x, stage.tokens(), stage.channels()); // [N, L, C]
    SDVariable windows = Tokens.take(normal, layers.index("partition." + cut, grid::partition)).reshape(-1, stage.channels()); // [rows, C]
    int heads = stage.size().heads();
    SDVariable table = layers.table(name("attn.relative_position_bias_table"), (2L * grid.window() - 1) * (2L * grid.window() - 1), heads);
    SDVariable bias = Tokens.relativeBias(table, layers.index("relative." + grid.window(), () -> WindowGrid.relativeIndex(grid.window())),
        grid.window());
    Optional<SDVariable> mask = grid.shift() == 0 ? Optional.empty()
        : Optional.of(scope.constant("swin.mask." + cut, () -> grid.mask(scope.dataType()))); // [windows, n, n]
    boolean biased = spec.details().qkvBias();
    int channels = stage.channels();
    SDVariable qkv = layers.linear(name("attn.qkv"), windows, channels, 3 * channels, stage.tokens(), biased); // [rows, 3 C]
    double scale = spec.details().qkScale().orElse(1 / Math.sqrt(stage.headWidth()));
    scope.count(2L * stage.tokens() * grid.tokens() * stage.channels());
    SDVariable mixed = Tokens.attention(qkv, new Tokens.Heads(heads, stage.headWidth(), grid.tokens()), scale, bias, mask); // [rows, C]
    SDVariable projected = layers.linear(name("attn.proj"), mixed, stage.channels(), stage.channels(), stage.tokens(), true); // [rows, C]
    SDVariable back = Tokens.take(tokens(projected), layers.index("reverse." + cut, grid::reverse)); // [N, L, C]
    return residual(scope, x, back, "attn");
  }

  /**
   * What the MLP reads.
   *
   * @param scope what the network builds with
   * @param x the attention's output, [N, L, C]
   * @return LN(x), [N, L, C]
   */
  public SDVariable normalised(NetworkScope scope, SDVariable x) {
    return new SwinLayers(scope, prefix).norm(name("norm2"), x, stage.tokens(), stage.channels());
  }

  /**
   * The MLP: a linear layer, GELU, a linear layer.
   *
   * @param scope what the network builds with
   * @param x {@link #normalised}, [N, L, C]
   * @return [N, L, C]
   */
  public SDVariable mlp(NetworkScope scope, SDVariable x) {
    return tokens(mlpOfRows(scope, x.reshape(-1, stage.channels()))); // [N, L, C]
  }

  /**
   * The MLP of any tokens, whatever images they are of.
   *
   * @param scope what the network builds with
   * @param rows {@link #normalised}, [rows, C]
   * @return [rows, C]
   */
  public SDVariable mlpOfRows(NetworkScope scope, SDVariable rows) {
    SwinLayers layers = new SwinLayers(scope, prefix);
    SDVariable inside = layers.linear(name("mlp.fc1"), rows, stage.channels(), hidden(), stage.tokens(), true); // [rows, hidden]
    return layers.linear(name("mlp.fc2"), Activations.gelu(inside), hidden(), stage.channels(), stage.tokens(), true); // [rows, C]
  }

  /**
   * The MLP's residual.
   *
   * @param scope what the network builds with
   * @param x the attention's output, [N, L, C]
   * @param branch what is added to it, [N, L, C]
   * @return x + branch, [N, L, C]
   */
  public SDVariable fed(NetworkScope scope, SDVariable x, SDVariable branch) {
    return residual(scope, x, branch, "mlp");
  }

  private SDVariable residual(NetworkScope scope, SDVariable x, SDVariable branch, String which) {
    String output = prefix + "/" + name(which);
    return x.add(output, scope.dropPath(output + ".path", branch, dropPath, 3)); // [N, L, C]
  }

  private SDVariable tokens(SDVariable rows) {
    return rows.reshape(-1, stage.tokens(), stage.channels());
  }

  private String name(String module) {
    return "layers." + stage.index() + ".blocks." + index + "." + module;
  }
}
