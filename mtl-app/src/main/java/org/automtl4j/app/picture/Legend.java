package org.automtl4j.app.picture;

import java.awt.Graphics2D;

/** What stands to the right of the maps and says what their colours mean. */
sealed interface Legend permits ClassLegend, ScaleLegend, AxesLegend {

  /** How wide it is, in pixels. */
  int width(Letters letters);

  /** How high it is beside maps of a height. */
  int height(int maps);

  /** Draws it. */
  void draw(Graphics2D g, Letters letters, int x, int y, int maps);
}
