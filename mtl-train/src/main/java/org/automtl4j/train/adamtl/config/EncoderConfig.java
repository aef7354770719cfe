package org.automtl4j.train.adamtl.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.config.Key;
import org.automtl4j.graph.swin.SwinSpec;

/**
 * What of the encoder is not as in the size that {@code backbone} names.
 *
 * @param image rows and columns of the images
 * @param patch side of the square of pixels that becomes a token
 * @param width features of a token in the first stage
 * @param depths blocks of each stage
 * @param heads heads of each stage
 * @param window side of a window, in tokens
 * @param mlpRatio hidden features of a block's MLP for each of its features
 * @param dropPath rate of stochastic depth in the last block
 */
public record EncoderConfig(
    @Key(value = "Rows and columns of the images, in pixels; those of the named size by default.", min = 1, size = 2) Optional<List<Integer>> image,
    @Key(value = "Side of the square of pixels that becomes a token.", min = 1) Optional<Integer> patch,
    @Key(value = "Features of a token in the first stage; each merging of tokens doubles them.", min = 1) Optional<Integer> width,
    @Key(value = "Blocks of each stage.", min = 1, size = -2) Optional<List<Integer>> depths,
    @Key(value = "Heads of the attention in each stage.", min = 1, size = -2) Optional<List<Integer>> heads,
    @Key(value = "Side of a window, in tokens.", min = 1) Optional<Integer> window,
    @Key(value = "Hidden features of a block's MLP for each of its features.", above = 0) Optional<Double> mlpRatio,
    @Key(value = "Rate of stochastic depth in the last block; it grows from 0 at the first one.", min = 0, below = 1) Optional<Double> dropPath) {
  private static final String PREFIX = "swin-";

  /**
   * @param backbone the name of a size after {@code swin-}
   * @param channels channels of the images
   * @return the sizes
   * @throws InvalidInputException if there is no such size, or what is changed does not fit
   */
  public SwinSpec toSpec(String backbone, int channels) {
    if (!backbone.startsWith(PREFIX)) {
      throw new InvalidInputException("backbone: found '" + backbone + "', allowed with this method: " + PREFIX + "NAME, such as swin-tiny; what differs from a named size is said in "
          + "method.encoder");
    }
    SwinSpec named = SwinSpec.named(backbone.substring(PREFIX.length()));
    SwinSpec.Image image = new SwinSpec.Image(channels, this.image.map(size -> size.get(0)).orElse(named.image().height()),
        this.image.map(size -> size.get(1)).orElse(named.image().width()), patch.orElse(named.image().patch()));
    return new SwinSpec(image, width.orElse(named.width()), stages(named), window.orElse(named.window()),
        named.details().withMlpRatio(mlpRatio.orElse(named.details().mlpRatio())).withDropPath(dropPath.orElse(named.details().dropPath())));
  }

  private List<SwinSpec.Stage> stages(SwinSpec named) {
    List<Integer> blocks = depths.orElseGet(() -> named.stages().stream().map(SwinSpec.Stage::depth).toList());
    List<Integer> ofStages = heads.orElseGet(() -> named.stages().stream().map(SwinSpec.Stage::heads).toList());
    if (blocks.size() != ofStages.size()) {
      throw new InvalidInputException("encoder: found depths " + blocks + " and heads " + ofStages + ", allowed: as many of the one as of the other");
    }
    List<SwinSpec.Stage> stages = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      stages.add(new SwinSpec.Stage(blocks.get(i), ofStages.get(i)));
    }
    return stages;
  }
}
