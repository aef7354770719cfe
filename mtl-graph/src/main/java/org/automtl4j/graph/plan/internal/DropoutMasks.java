package org.automtl4j.graph.plan.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.automtl4j.graph.RandomStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The dropout masks of a plan. The numbers of a mask depend on the seed, the placeholder's name and how often masks were drawn, and on nothing else, so that
 * the counter alone is the state to save. Each element is 1 / keep with the probability of keeping it, else 0 (Srivastava et al., 2014, "inverted").
 */
public final class DropoutMasks {
  /**
   * One mask.
   *
   * @param placeholder the placeholder that it fills
   * @param keep the probability of keeping an element
   */
  public record Mask(String placeholder, double keep) {
    /** Checks the probability. */
    public Mask {
      if (!(keep > 0 && keep <= 1)) {
        throw new IllegalArgumentException("the probability of keeping an element of '" + placeholder + "' must be in (0, 1], found " + keep);
      }
    }

    /** What a kept element is multiplied with. */
    float kept() {
      return (float) (1 / keep);
    }
  }

  private final List<Mask> masks;
  private final long seed;
  private final Function<String, INDArray> arrays;
  private final Map<String, INDArray> fixed = new HashMap<>();
  private final Upload upload = new Upload();
  private long counter;

  /**
   * @param masks the masks that the plan reads
   * @param seed their seed
   * @param arrays gives the array of a placeholder
   */
  public DropoutMasks(List<Mask> masks, long seed, Function<String, INDArray> arrays) {
    this.masks = List.copyOf(masks);
    this.seed = seed;
    this.arrays = arrays;
  }

  /** Fills all masks, those that are not fixed with new numbers. */
  public void draw() {
    for (Mask mask : masks) {
      INDArray array = arrays.apply(mask.placeholder()); // memory that other steps use too, so that fixed masks are written each time
      if (fixed.containsKey(mask.placeholder())) {
        array.assign(fixed.get(mask.placeholder()));
      } else {
        fill(array, mask, RandomStream.of(seed, "dropout." + mask.placeholder(), counter));
      }
    }
    counter++;
  }

  /** Writes the masks that were drawn last once more, over what steps have put in their places since. */
  public void drawAgain() {
    counter--;
    draw();
  }

  /** @return how often masks were drawn */
  public long counter() {
    return counter;
  }

  /**
   * @param drawn how often masks were drawn
   */
  public void counter(long drawn) {
    counter = drawn;
  }

  /**
   * @param placeholder a mask's placeholder
   * @param numbers what it holds from now on
   */
  public void fix(String placeholder, INDArray numbers) {
    if (masks.stream().noneMatch(m -> m.placeholder().equals(placeholder))) {
      throw new IllegalArgumentException("the plan has no dropout mask '" + placeholder + "'; there are " + masks.stream().map(Mask::placeholder).toList());
    }
    fixed.put(placeholder, numbers.dup());
  }

  /** Each 64 bits decide on two elements. */
  private void fill(INDArray array, Mask mask, RandomStream random) {
    long threshold = Math.round(mask.keep() * 0x1p32);
    float kept = mask.kept();
    upload.fill(array, (chunk, count) -> {
      for (int i = 0; i < count; i += 2) {
        long bits = random.nextLong();
        chunk[i] = (bits >>> 32) < threshold ? kept : 0;
        chunk[i + 1] = (bits & 0xffffffffL) < threshold ? kept : 0;
      }
    });
  }
}
