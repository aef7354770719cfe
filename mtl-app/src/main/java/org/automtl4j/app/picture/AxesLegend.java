package org.automtl4j.app.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import org.automtl4j.graph.model.ColourMaps;

/** How much red, green and blue a component of a normal gives: three bars from -1 to 1, the other two components being 0. */
final class AxesLegend implements Legend {
  private static final int BAR = 90;
  private static final int ROW = 40;
  private static final String[] NAMES = {"x", "y", "z"};

  @Override
  public int width(Letters letters) {
    return BAR + 24;
  }

  @Override
  public int height(int maps) {
    return NAMES.length * ROW;
  }

  @Override
  public void draw(Graphics2D g, Letters letters, int x, int y, int maps) {
    for (int axis = 0; axis < NAMES.length; axis++) {
      int top = y + axis * ROW;
      letters.plain(g, NAMES[axis], x, top + 11, Figure.INK);
      for (int i = 0; i < BAR; i++) {
        double place = (double) i / (BAR - 1);
        g.setColor(new Color(ColourMaps.rgb(axis == 0 ? place : .5, axis == 1 ? place : .5, axis == 2 ? place : .5)));
        g.fillRect(x + 16 + i, top, 1, 13);
      }
      letters.plain(g, "-1", x + 12, top + 26, Figure.FAINT);
      letters.plain(g, "0", x + 16 + BAR / 2 - 3, top + 26, Figure.FAINT);
      letters.plain(g, "1", x + 16 + BAR - 5, top + 26, Figure.FAINT);
    }
  }
}
