package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.swin.BlockPass;
import org.automtl4j.graph.swin.SwinBlock;
import org.automtl4j.graph.swin.SwinStage;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Runs the blocks of an encoder under masks. The masks of blocks are decided when a stage is entered, those of tokens anew before every block by the stage's
 * token controller. What is masked is computed all the same, so that decisions have gradients; what inference leaves out is {@code PackedEncoder}'s business.
 */
final class AdaptivePass implements BlockPass {
  private final Controllers controllers;
  private final List<Optional<String>> owners;
  private final String prefix;
  private final AdaptiveView view;
  private final Gate gate;
  private final ControllerLayers layers;
  private Optional<SDVariable> blockMasks = Optional.empty();

  /**
   * @param controllers which there are
   * @param tasks all tasks of the network
   * @param prefix what names in the encoder begin with
   * @param view watched or adaptive
   * @param scope what the network builds with
   */
  AdaptivePass(Controllers controllers, List<String> tasks, String prefix, AdaptiveView view, NetworkScope scope) {
    this.controllers = controllers;
    this.owners = controllers.policy() == ControllerPolicy.SINGLE ? List.of(Optional.empty()) : tasks.stream().map(Optional::of).toList();
    this.prefix = prefix;
    this.view = view;
    this.gate = new Gate(scope, controllers.temperature());
    this.layers = new ControllerLayers(scope, prefix);
  }

  private boolean hard() {
    return view instanceof AdaptiveView.Adaptive adaptive && adaptive.hard();
  }

  private Optional<String> task() {
    return view instanceof AdaptiveView.Adaptive adaptive ? adaptive.task() : Optional.empty();
  }

  @Override
  public void enter(SwinStage stage, NetworkScope scope, SDVariable x) {
    blockMasks = Optional.empty();
    if (!controllers.blocks()) {
      return;
    }
    int depth = stage.size().depth();
    String merged = MaskNames.blocks(stage.index());
    List<SDVariable> masks = new ArrayList<>();
    for (Optional<String> owner : owners) {
      String module = "layers_controllers." + owner.map(name -> name + ".").orElse("") + stage.index();
      SDVariable logits = layers.blocks(module, x, sight(stage), controllers.blockHidden(), depth); // [N, depth]
      boolean other = task().isPresent() && !owner.equals(task());
      masks.add(decided(scope, merged, owner, logits, hard() || other, depth));
    }
    blockMasks = Optional.of(merged(scope, merged, masks)); // [N, depth]
  }

  @Override
  public SDVariable run(SwinBlock block, NetworkScope scope, SDVariable x) {
    Optional<SDVariable> tokens = controllers.tokens() ? Optional.of(tokenMask(block, scope, x)) : Optional.empty(); // [N, L, 1]
    if (view instanceof AdaptiveView.Watched) {
      return block.run(scope, x);
    }
    SDVariable attended = block.attended(scope, x); // [N, L, C]
    SDVariable normal = block.normalised(scope, attended); // [N, L, C]
    SDVariable y = block.fed(scope, attended, tokens.map(mask -> masked(block, scope, normal, mask)).orElseGet(() -> block.mlp(scope, normal))); // [N, L, C]
    Optional<SDVariable> runs = tokens.map(mask -> any(scope, mask)); // [N, 1, 1]
    if (blockMasks.isPresent()) {
      SDVariable mask = scope.sameDiff().slice(blockMasks.get(), new int[] {0, block.index()}, new int[] {-1, 1}).reshape(-1, 1, 1); // [N, 1, 1]
      runs = Optional.of(runs.map(mask::mul).orElse(mask));
    }
    return runs.map(on -> on.mul(y).add(on.rsub(1).mul(x))).orElse(y); // [N, L, C]
  }

  private SDVariable tokenMask(SwinBlock block, NetworkScope scope, SDVariable x) {
    SwinStage stage = block.stage();
    String merged = MaskNames.tokens(stage.index(), block.index());
    List<SDVariable> masks = new ArrayList<>();
    for (Optional<String> owner : owners) {
      String module = "layers." + stage.index() + ".tokens_select" + owner.map(name -> "." + name).orElse("");
      SDVariable logits = layers.tokens(module, x, sight(stage), controllers.tokenHidden()); // [N, L, 1]
      masks.add(decided(scope, merged, owner, logits, hard() || controllers.policy() == ControllerPolicy.SINGLE, stage.tokens(), 1));
    }
    return merged(scope, merged, masks); // [N, L, 1]
  }

  private SDVariable masked(SwinBlock block, NetworkScope scope, SDVariable normal, SDVariable mask) {
    return switch (controllers.skippedToken()) {
      case IDENTITY -> mask.mul(block.mlp(scope, normal)); // [N, L, C]
      case LEGACY_NORM -> mask.mul(block.mlp(scope, mask.mul(normal))).add(mask.rsub(1).mul(normal)); // [N, L, C]
    };
  }

  /**
   * 1 where any token of an image goes through the MLP: the block of an image without one is not run. The published code trains by whether any token of the
   * whole batch does.
   */
  private SDVariable any(NetworkScope scope, SDVariable mask) {
    SameDiff sd = scope.sameDiff();
    boolean batch = scope.training() && controllers.skippedToken() == SkippedToken.LEGACY_NORM;
    SDVariable most = batch ? sd.max(mask, true, 0, 1, 2) : sd.max(mask, true, 1, 2); // [N or 1, 1, 1]
    return sd.gt(most, 0).castTo(scope.dataType());
  }

  private SDVariable decided(NetworkScope scope, String merged, Optional<String> owner, SDVariable logits, boolean hard, long... shape) {
    String call = MaskNames.call(merged, owner);
    scope.expose(MaskNames.logits(merged, owner), logits);
    SDVariable mask = gate.mask(logits, prefix + "/" + call, hard, shape);
    scope.expose(call, mask);
    return mask;
  }

  private SDVariable merged(NetworkScope scope, String name, List<SDVariable> masks) {
    int chosen = task().map(task -> owners.indexOf(Optional.of(task))).orElse(-1);
    SDVariable mask = chosen >= 0 ? masks.get(chosen) : masks.stream().reduce(gate::or).orElseThrow();
    scope.expose(name, mask);
    return mask;
  }

  private static ControllerLayers.Sight sight(SwinStage stage) {
    return new ControllerLayers.Sight(stage.tokens(), stage.channels());
  }
}
