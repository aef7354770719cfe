package org.automtl4j.graph.swin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.text.Suggestion;

/**
 * The sizes of a Swin transformer (Liu et al., ICCV 2021). Immutable; sizes that do not fit together are refused when it is made.
 *
 * @param image the images that it is made for
 * @param width features of a token in the first stage; each merging of tokens doubles them
 * @param stages at least one
 * @param window side of a window, in tokens; a stage with a smaller side has one window of that side
 * @param details what is the same in all published sizes but for stochastic depth
 */
public record SwinSpec(Image image, int width, List<Stage> stages, int window, SwinDetails details) {

  /** All sizes that have a name. */
  private static final Map<String, Supplier<SwinSpec>> NAMED = named();

  /**
   * The images.
   *
   * @param channels channels
   * @param height rows, in pixels
   * @param width columns, in pixels
   * @param patch side of the square of pixels that becomes a token
   */
  public record Image(int channels, int height, int width, int patch) {}

  /**
   * One stage.
   *
   * @param depth how many blocks, at least 1
   * @param heads heads of each attention; they divide the stage's features
   */
  public record Stage(int depth, int heads) {}

  /** Keeps an unmodifiable list and checks that everything fits. */
  public SwinSpec {
    stages = List.copyOf(stages);
    SwinCheck.check(image, width, stages, window, details);
  }

  private static Map<String, Supplier<SwinSpec>> named() {
    Map<String, Supplier<SwinSpec>> all = new LinkedHashMap<>();
    all.put("tiny", SwinSpec::tiny);
    all.put("small", SwinSpec::small);
    all.put("base", SwinSpec::base);
    all.put("base-384", SwinSpec::base384);
    all.put("large", SwinSpec::large);
    all.put("tiny-nyud", SwinSpec::tinyNyud);
    return Collections.unmodifiableMap(all);
  }

  /**
   * A published size by its name.
   *
   * @param name {@code tiny}, {@code small}, {@code base}, {@code base-384}, {@code large} or {@code tiny-nyud}
   * @return the size
   * @throws InvalidInputException if there is none of that name
   */
  public static SwinSpec named(String name) {
    Supplier<SwinSpec> spec = NAMED.get(name);
    if (spec == null) {
      throw new InvalidInputException(
          "found Swin size \"" + name + "\", allowed is one of " + String.join(", ", NAMED.keySet()) + Suggestion.didYouMean(name,
          NAMED.keySet()));
    }
    return spec.get();
  }

  private static SwinSpec square(int side, int window, int width, double dropPath, int[] depths, int... heads) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      stages.add(new Stage(depths[i], heads[i]));
    }
    return new SwinSpec(new Image(3, side, side, 4), width, stages, window, SwinDetails.usual().withDropPath(dropPath));
  }

  /** @return 27.5 million parameters, images of 224x224 */
  public static SwinSpec tiny() {
    return square(224, 7, 96, 0.2, new int[] {2, 2, 6, 2}, 3, 6, 12, 24);
  }

  /** @return 48.8 million parameters, images of 224x224 */
  public static SwinSpec small() {
    return square(224, 7, 96, 0.3, new int[] {2, 2, 18, 2}, 3, 6, 12, 24);
  }

  /** @return 86.7 million parameters, images of 224x224 */
  public static SwinSpec base() {
    return square(224, 7, 128, 0.5, new int[] {2, 2, 18, 2}, 4, 8, 16, 32);
  }

  /** @return 86.9 million parameters, images of 384x384 in windows of 12x12 */
  public static SwinSpec base384() {
    return square(384, 12, 128, 0.5, new int[] {2, 2, 18, 2}, 4, 8, 16, 32);
  }

  /** @return 195 million parameters, images of 224x224 */
  public static SwinSpec large() {
    return square(224, 7, 192, 0.2, new int[] {2, 2, 18, 2}, 6, 12, 24, 48);
  }

  /** @return 12.3 million parameters, images of 224x224: AdaMTL's encoder for NYUD */
  public static SwinSpec tinyNyud() {
    return square(224, 7, 64, 0.3, new int[] {2, 2, 6, 2}, 4, 8, 16, 32);
  }

  /**
   * @param height rows of the images, in pixels
   * @param columns columns of the images, in pixels
   * @return the same for images of another size
   * @throws InvalidInputException if that size does not fit
   */
  public SwinSpec withSize(int height, int columns) {
    return new SwinSpec(new Image(image.channels(), height, columns, image.patch()), width, stages, window, details);
  }

  /**
   * @param channels channels of the images
   * @return the same for such images
   */
  public SwinSpec withChannels(int channels) {
    return new SwinSpec(new Image(channels, image.height(), image.width(), image.patch()), width, stages, window, details);
  }

  /**
   * @param side side of a window, in tokens
   * @return the same with other windows
   */
  public SwinSpec withWindow(int side) {
    return new SwinSpec(image, width, stages, side, details);
  }

  /**
   * @param changed other details
   * @return the same with these
   */
  public SwinSpec withDetails(SwinDetails changed) {
    return new SwinSpec(image, width, stages, window, changed);
  }

  /**
   * The same network for images of another size, as far as its parameters allow it.
   *
   * @param height rows of the images, in pixels
   * @param columns columns of the images, in pixels
   * @return the sizes there
   * @throws InvalidInputException if that size does not fit, or would need other parameters
   */
  public SwinSpec at(int height, int columns) {
    if (height == image.height() && columns == image.width()) {
      return this;
    }
    SwinSpec other = withSize(height, columns);
    List<SwinStage> before = layout();
    List<SwinStage> after = other.layout();
    for (int i = 0; i < before.size(); i++) {
      if (details.positions() || after.get(i).window() != before.get(i).window()) {
        throw new InvalidInputException("this Swin transformer was made for images of " + image.height() + "x" + image.width() + "; at "
            + height + "x" + columns + " it would need "
            + (details.positions() ? "a parameter for each place of another map" : "windows of " + after.get(i).window() + " instead of "
            + before.get(i).window() + " in stage " + i)
            + "; use images of its own size");
      }
    }
    return other;
  }

  /** @return what each stage computes on */
  public List<SwinStage> layout() {
    List<SwinStage> layout = new ArrayList<>();
    int height = image.height() / image.patch();
    int columns = image.width() / image.patch();
    for (int i = 0; i < stages.size(); i++) {
      boolean merges = i < stages.size() - 1;
      layout.add(new SwinStage(i, width << i, height >> i, columns >> i, stages.get(i), Math.min(window, Math.min(height >> i,
          columns >> i)), merges));
    }
    return List.copyOf(layout);
  }

  /** @return how many blocks there are */
  public int blocks() {
    return stages.stream().mapToInt(Stage::depth).sum();
  }

  /**
   * The rate of stochastic depth of a block: it grows from 0 at the first block to the whole rate at the last one, in single precision as
   * published.
   *
   * @param block the number of a block, over all stages
   * @return probability that one of its branches is dropped
   */
  public double dropPath(int block) {
    int last = blocks() - 1;
    float end = (float) details.dropPath();
    float step = last == 0 ? 0 : end / last;
    return block < (last + 1) / 2 || last == 0 ? step * block : end - step * (last - block);
  }
}
