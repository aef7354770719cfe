package org.automtl4j.app.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;

/**
 * Text in pictures. A Java without fonts (a container without fontconfig) cannot draw any; pictures then have none.
 *
 * @param available whether this Java has fonts
 */
public record Letters(boolean available) {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  /** @return with or without fonts, as it is here */
  public static Letters ofThisJava() {
    try {
      return new Letters(font(Font.PLAIN).getStringBounds("x", CONTEXT).getWidth() > 0);
    } catch (RuntimeException | LinkageError | InternalError e) { // what a Java without fontconfig throws differs between versions
      return new Letters(false);
    }
  }

  private static Font font(int style) {
    return new Font(Font.SANS_SERIF, style, 12);
  }

  int width(String text) {
    return available ? (int) Math.ceil(font(Font.PLAIN).getStringBounds(text, CONTEXT).getWidth()) : 0;
  }

  void plain(Graphics2D g, String text, int x, int baseline, Color colour) {
    draw(g, text, x, baseline, colour, font(Font.PLAIN));
  }

  void bold(Graphics2D g, String text, int x, int baseline, Color colour) {
    draw(g, text, x, baseline, colour, font(Font.BOLD).deriveFont(15f));
  }

  private void draw(Graphics2D g, String text, int x, int baseline, Color colour, Font font) {
    if (available) {
      g.setFont(font);
      g.setColor(colour);
      g.drawString(text, x, baseline);
    }
  }
}
