package org.automtl4j.data.dataset.nddr.internal;

import java.util.Optional;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.nddr.NormalSpace;

/** What becomes of the codes of normals. */
public final class CodedNormals {
  private static final float WHITE = 255;
  /** Codes are coarse: what is shorter or longer by half is no direction. */
  private static final double SHORTEST = 0.5;
  private static final double LONGEST = 1.5;

  private CodedNormals() {}

  /**
   * @param codes [3, H, W] in 0..255, red first, in place of which the label's values come
   * @param height H
   * @param width W
   * @param space what they become
   * @param mirrored whether the picture was
   * @return the label; white codes, and in {@link NormalSpace#UNIT} those that are no direction, are masked
   */
  public static Label label(float[] codes, int height, int width, NormalSpace space, boolean mirrored) {
    int area = height * width;
    float[] mask = new float[area];
    for (int i = 0; i < area; i++) {
      boolean known = codes[i] != WHITE || codes[area + i] != WHITE || codes[2 * area + i] != WHITE;
      if (space == NormalSpace.UNIT) {
        double square = 0;
        for (int c = i; c < codes.length; c += area) {
          codes[c] = known ? codes[c] / 255 * 2 - 1 : 0;
          square += codes[c] * codes[c];
        }
        known &= square >= SHORTEST * SHORTEST && square <= LONGEST * LONGEST;
        codes[i] = mirrored ? -codes[i] : codes[i];
      }
      mask[i] = known ? 1 : 0;
    }
    return new Label(codes, 3, height, width, Optional.of(mask));
  }
}
