package org.automtl4j.plan.internal.run;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.automtl4j.core.RandomStream;
import org.automtl4j.plan.internal.kernel.Fill;
import org.automtl4j.plan.internal.kernel.host.Upload;
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
    public float kept() {
      return (float) (1 / keep);
    }
  }

  private final Map<String, Mask> masks = new HashMap<>();
  private final long seed;
  private final Map<String, INDArray> fixed = new HashMap<>();
  private final Upload upload = new Upload();
  private long counter;

  /**
   * @param masks the masks that the plan reads
   * @param seed their seed
   */
  public DropoutMasks(List<Mask> masks, long seed) {
    masks.forEach(mask -> this.masks.put(mask.placeholder(), mask));
    this.seed = seed;
  }

  /** From now on masks have new numbers, unless they are fixed. */
  public void next() {
    counter++;
  }

  /**
   * Writes a mask, with the same numbers until {@link #next}.
   *
   * @param placeholder the mask's placeholder
   * @param array takes the numbers
   */
  public void draw(String placeholder, INDArray array) {
    if (fixed.containsKey(placeholder)) {
      Fill.assign(placeholder, array, fixed.get(placeholder));
    } else {
      fill(array, masks.get(placeholder), RandomStream.of(seed, "dropout." + placeholder, counter - 1));
    }
  }

  /** @return the placeholders of the masks */
  public Set<String> placeholders() {
    return Collections.unmodifiableSet(masks.keySet());
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
    if (!masks.containsKey(placeholder)) {
      throw new IllegalArgumentException("the plan has no dropout mask '" + placeholder + "'; there are " + masks.keySet());
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
