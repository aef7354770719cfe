package org.automtl4j.app.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.task.TaskKind;

/** One task of one image as a picture for people: the image, the prediction, its label where one is known, and a legend; below each other where they are wide. */
public final class Figure {
  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0x6B6B6B);
  private static final int MARGIN = 16;
  private static final int HEADLINE = 30;
  private static final int CAPTION = 20;
  /** Smaller maps are enlarged by a whole number, so that a pixel stays a square. */
  private static final int USUAL_HEIGHT = 300;
  /** Enlarged maps are no wider than this. */
  private static final int USUAL_WIDTH = 1600;
  /** Maps that are so much wider than high lie below each other. */
  private static final int WIDE = 3;
  /** Wider or higher maps are drawn smaller: a figure is for looking at, '--raw' keeps every number. */
  private static final int LARGEST = 4000;

  private record Panel(String caption, BufferedImage picture, boolean photograph) {}

  private Figure() {}

  /**
   * @param prediction what was predicted
   * @param image the image
   * @param label what is known, of the prediction's size
   * @return the picture
   */
  public static BufferedImage of(TaskMap prediction, BufferedImage image, Optional<TaskMap> label) {
    float[] range = prediction.range();
    label.ifPresent(known -> {
      range[0] = Math.min(range[0], known.range()[0]);
      range[1] = Math.max(range[1], known.range()[1]);
    });
    List<Panel> panels = new ArrayList<>();
    panels.add(new Panel("image", image, true));
    panels.add(new Panel("prediction", MapPainter.paint(prediction, range[0], range[1]), false));
    label.ifPresent(known -> panels.add(new Panel("label", MapPainter.paint(known, range[0], range[1]), false)));
    return draw(prediction, panels, legend(prediction, label, range));
  }

  private static Legend legend(TaskMap prediction, Optional<TaskMap> label, float[] range) {
    return prediction.task().kind() == TaskKind.SEGMENTATION ? new ClassLegend(prediction, label)
        : prediction.task().kind() == TaskKind.NORMALS ? new AxesLegend() : new ScaleLegend(prediction, range[0], range[1]);
  }

  private static BufferedImage draw(TaskMap map, List<Panel> panels, Legend legend) {
    int factor = Math.max(1, Math.min(Math.round((float) USUAL_HEIGHT / map.height()), USUAL_WIDTH / map.width()));
    double shrink = Math.min(1, (double) LARGEST / Math.max(map.width(), map.height()));
    int width = Math.max(1, (int) Math.round(map.width() * factor * shrink));
    int height = Math.max(1, (int) Math.round(map.height() * factor * shrink));
    Letters letters = Letters.ofThisJava();
    boolean stacked = width > WIDE * height;
    int across = stacked ? 1 : panels.size();
    int below = Math.max((panels.size() / across) * (height + CAPTION), legend.height(height));
    int all = MARGIN + across * (width + MARGIN) + legend.width(letters) + MARGIN;
    BufferedImage figure = new BufferedImage(all, HEADLINE + below + MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = figure.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, figure.getWidth(), figure.getHeight());
    letters.bold(g, map.task().name(), MARGIN, 21, INK);
    int x = MARGIN;
    int y = HEADLINE;
    for (Panel panel : panels) {
      g.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
          panel.photograph() ? RenderingHints.VALUE_INTERPOLATION_BICUBIC : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      g.drawImage(panel.picture(), x, y, width, height, null);
      letters.plain(g, panel.caption(), x, y + height + 15, FAINT);
      x += stacked ? 0 : width + MARGIN;
      y += stacked ? height + CAPTION : 0;
    }
    legend.draw(g, letters, stacked ? MARGIN + width + MARGIN : x, HEADLINE, height);
    g.dispose();
    return figure;
  }
}
