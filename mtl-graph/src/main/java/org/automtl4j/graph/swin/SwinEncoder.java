package org.automtl4j.graph.swin;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.ops.Tokens;
import org.automtl4j.core.ops.WindowGrid;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.NetworkScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A Swin transformer without classifier and last normalisation: patches become tokens, each stage's blocks follow, and after all stages but
 * the last the tokens of each 2x2 square are merged. What heads see is each stage's output after merging: with the published four stages
 * maps of 2, 4, 8 and 8 times the embedding width, at an eighth, a sixteenth, a thirty-second and again a thirty-second of the image's
 * sides.
 *
 * <p>Parameters are called {@code <prefix>.<published module>.<part>}, see {@link SwinEntry}.
 */
public final class SwinEncoder {
  private final SwinSpec spec;
  private final String prefix;

  /**
   * @param spec its sizes
   * @param prefix what the names of its parameters begin with, such as {@code swin}; unique in the network
   */
  public SwinEncoder(SwinSpec spec, String prefix) {
    this.spec = spec;
    this.prefix = prefix;
  }

  /** @return its sizes */
  public SwinSpec spec() {
    return spec;
  }

  /** @return what the names of its parameters begin with */
  public String prefix() {
    return prefix;
  }

  /**
   * Adds the encoder to a graph.
   *
   * @param scope gives images and parameters; the size of its images must allow the encoder's windows
   * @return each stage's output, [N, C, H, W], the deepest last
   * @throws InvalidInputException if the size of the images does not fit
   */
  public Features features(NetworkScope scope) {
    List<SDVariable> tokens = tokens(scope, SwinBlock::run);
    List<SwinStage> layout = at(scope).layout();
    List<Features.FeatureMap> maps = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Shape shape = layout.get(i).output();
      SDVariable rows = tokens.get(i).reshape(-1, shape.height(), shape.width(), shape.channels()); // [N, H, W, C]
      maps.add(new Features.FeatureMap(scope.shaped(rows.permute(0, 3, 1, 2), shape), shape)); // [N, C, H, W]
    }
    return new Features(maps);
  }

  /**
   * Adds the encoder to a graph with something else done to its blocks.
   *
   * @param scope gives images and parameters
   * @param pass what is done with the blocks
   * @return each stage's output after merging, [N, L, C], the deepest last
   * @throws InvalidInputException if the size of the images does not fit
   */
  public List<SDVariable> tokens(NetworkScope scope, BlockPass pass) {
    SwinSpec sized = at(scope);
    SwinLayers layers = new SwinLayers(scope, prefix);
    SDVariable x = patches(sized, layers); // [N, L, C]
    List<SDVariable> outputs = new ArrayList<>();
    for (SwinStage stage : sized.layout()) {
      pass.enter(stage, scope, x);
      for (int block = 0; block < stage.size().depth(); block++) {
        x = pass.run(new SwinBlock(sized, stage, block, prefix), scope, x); // [N, L, C]
        place(scope, "stage " + stage.index() + ", block " + block + " (" + prefix + ")", x);
      }
      x = stage.merges() ? merged(stage, layers, x) : x; // [N, L / 4, 2 C] or [N, L, C]
      outputs.add(x);
    }
    return outputs;
  }

  /**
   * The first tokens, for whoever runs the parts one by one.
   *
   * @param scope gives images and parameters
   * @return [N, L, C]
   * @throws InvalidInputException if the size of the images does not fit
   */
  public SDVariable patches(NetworkScope scope) {
    return patches(at(scope), new SwinLayers(scope, prefix));
  }

  /**
   * @param stage one of the stages of {@link SwinSpec#layout}
   * @param index number of one of its blocks, from 0
   * @return the block
   */
  public SwinBlock block(SwinStage stage, int index) {
    return new SwinBlock(spec, stage, index, prefix);
  }

  /**
   * The merging of tokens behind a stage's blocks.
   *
   * @param scope gives parameters
   * @param stage a stage that merges
   * @param x its blocks' output, [N, L, C]
   * @return [N, L / 4, 2 C]
   */
  public SDVariable merged(NetworkScope scope, SwinStage stage, SDVariable x) {
    return merged(stage, new SwinLayers(scope, prefix), x);
  }

  private SwinSpec at(NetworkScope scope) {
    return spec.at(scope.request().height(), scope.request().width());
  }

  private SDVariable patches(SwinSpec sized, SwinLayers layers) {
    NetworkScope scope = layers.scope();
    SwinStage first = sized.layout().get(0);
    int patch = sized.image().patch();
    String module = "patch_embed.proj";
    long fanIn = (long) patch * patch * sized.image().channels();
    Convolution convolution = new Convolution(layers.output(module), first.channels(), patch, patch, 0, 1, 1, true);
    Initialization usual = Initialization.UNIFORM; // whatever else the network starts with
    SDVariable map = scope.convolution(
        layers.named(module), scope.images(), convolution, usual.weight(fanIn, first.channels()), usual.bias(fanIn)); // [N, C, h, w]
    SDVariable x = map.permute(0, 2, 3, 1).reshape(-1, first.tokens(), first.channels()); // [N, L, C]
    x = sized.details().patchNorm() ? layers.norm("patch_embed.norm", x, first.tokens(), first.channels()) : x; // [N, L, C]
    if (sized.details().positions()) {
      x = x.add(layers.output("positions"), layers.table("absolute_pos_embed", 1, first.tokens(), first.channels())); // [N, L, C]
    }
    place(scope, "patches (" + prefix + ")", x);
    return x;
  }

  /** Tokens of each 2x2 square side by side, normalised, and half of their features. */
  private static SDVariable merged(SwinStage stage, SwinLayers layers, SDVariable x) {
    String module = "layers." + stage.index() + ".downsample.";
    int tokens = stage.tokens() / 4;
    int wide = 4 * stage.channels();
    SDVariable index = layers.index("squares." + stage.height() + "x" + stage.width(), () -> WindowGrid.squares(stage.height(),
        stage.width()));
    SDVariable squares = Tokens.take(x, index).reshape(-1, tokens, wide); // [N, L / 4, 4 C]
    SDVariable rows = layers.norm(module + "norm", squares, tokens, wide).reshape(-1, wide); // [N L / 4, 4 C]
    return layers.linear(module + "reduction", rows, wide, wide / 2, tokens, false).reshape(-1, tokens, wide / 2L); // [N, L / 4, 2 C]
  }

  private static void place(NetworkScope scope, String where, SDVariable value) {
    scope.tasks().forEach(task -> scope.place(task, where, value));
  }
}
