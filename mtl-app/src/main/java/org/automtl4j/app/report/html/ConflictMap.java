package org.automtl4j.app.report.html;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The layers that tasks share, in the order of the network, by pairs of tasks: the colour says how their gradients lie to each other. */
final class ConflictMap {
  private static final double WIDTH = 330;
  private static final double LEFT = 104;
  private static final double RIGHT = 6;
  private static final double HEAD = 18;
  private static final int LONGEST_LAYER = 17;
  private static final int LONGEST_PAIR = 28;
  /** A cosine of this size has the full colour; those of large layers are small. */
  private static final double FULL = 0.5;
  private static final int AGAINST = 1;
  private static final int WITH = 0;

  private ConflictMap() {}

  static Element of(String title, ConflictTable table, UnaryOperator<String> layerName) {
    List<String> layers = List.copyOf(table.layers().keySet());
    double row = layers.size() > 30 ? 9 : 15;
    double height = HEAD + layers.size() * row + 4;
    double column = (WIDTH - LEFT - RIGHT) / table.pairs().size();
    Element svg = Element.of("svg").set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(height)).set("role", "img")
        .set("aria-label", "Mean cosine of tasks' gradients by layer and pair of tasks");
    for (int p = 0; p < table.pairs().size(); p++) {
      ConflictTable.Pair pair = table.pairs().get(p);
      int longest = LONGEST_PAIR / table.pairs().size();
      svg.add(Element.of("text", shortened(pair.first() + " / " + pair.second(), Math.max(6, longest))).at("x", LEFT + (p + 0.5) * column).at("y", HEAD - 6)
          .set("text-anchor", "middle").tip(pair.toString()));
      for (int l = 0; l < layers.size(); l++) {
        ConflictTable.Cell cell = table.layers().get(layers.get(l)).get(pair);
        if (cell != null) {
          svg.add(Element.of("rect").at("x", LEFT + p * column + 0.5).at("y", HEAD + l * row + 0.5).at("width", column - 1).at("height", row - 1).set("fill", colour(cell.mean()))
              .tip(String.format(Locale.ROOT, "%s, %s: mean cosine %.3f, below 0 in %s of %d measurements", layerName.apply(layers.get(l)), pair, cell.mean(),
                  Numbers.percent(cell.share()), cell.count())));
        }
      }
    }
    for (int l = 0; l < layers.size(); l++) {
      svg.add(Element.of("text", shortened(layerName.apply(layers.get(l)), LONGEST_LAYER)).at("x", LEFT - 6).at("y", HEAD + l * row + row - 4).set("text-anchor", "end"));
    }
    return Element.of("figure", Element.of("figcaption", title), svg, legend()).set("class", "chart");
  }

  private static Element legend() {
    Element legend = Element.div("legend");
    for (double cosine : new double[] {-FULL, -FULL / 4, FULL / 4, FULL}) {
      String size = Math.abs(cosine) == FULL ? "strongly" : "a little";
      legend.add(Element.of("span", Element.swatch(colour(cosine))).text(size + (cosine < 0 ? " against each other" : " the same way")));
    }
    return legend;
  }

  static String colour(double cosine) {
    double strength = Math.min(1, Math.abs(cosine) / FULL);
    return Palette.pale(Palette.series(cosine < 0 ? AGAINST : WITH), 0.08 + 0.92 * strength);
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
