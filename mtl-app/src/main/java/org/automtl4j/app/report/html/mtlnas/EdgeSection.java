package org.automtl4j.app.report.html.mtlnas;

import java.util.List;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.Palette;

/** Which edges are open: the picture, and a table for each pair of tasks. */
final class EdgeSection {
  private EdgeSection() {}

  static Element of(Edges edges) {
    String words = edges.decided() ? "Each task has a network of its own. An arrow shows which feature of another task it reads, fused with its own by a 1x1 convolution; "
        + "its colour is that of the task that is read." : "Nothing is decided yet: these are the edges whose gates are more open than closed as they stand now.";
    return Element.of("section", Element.of("h2", "Edges"), Element.of("p", words + (edges.closed().isEmpty() ? "" : " Pale lines are edges that are closed.")), legend(edges.tasks()),
        Element.div("split", Element.div("wide", EdgePicture.of(edges)),
            Element.of("div", Element.of("h3", "Open edges"), pairs(edges), Element.of("h3", "What each task reads"), readings(edges))))
        .set("id", "edges");
  }

  static Element legend(List<String> tasks) {
    Element legend = Element.div("legend");
    for (int t = 0; t < tasks.size(); t++) {
      legend.add(Element.of("span", Element.swatch(Palette.series(t))).text(tasks.get(t)));
    }
    return legend;
  }

  private static Element pairs(Edges edges) {
    Element body = Element.of("tbody");
    for (String target : edges.tasks()) {
      for (String source : edges.tasks()) {
        int possible = edges.possible(target, source);
        if (possible > 0) {
          body.add(Element.of("tr", Element.of("th", target + " reads " + source).set("scope", "row"),
              Element.of("td", edges.between(target, source).size() + (edges.closed().isEmpty() ? "" : "\u00a0of\u00a0" + possible)).set("class", "number")));
        }
      }
    }
    body.add(Element.of("tr", Element.of("th", "all").set("scope", "row"),
        Element.of("td", edges.open().size() + (edges.closed().isEmpty() ? "" : "\u00a0of\u00a0" + (edges.open().size() + edges.closed().size()))).set("class", "number")));
    return Element.div("wide", Element.of("table", body));
  }

  private static Element readings(Edges edges) {
    Element body = Element.of("tbody");
    for (String task : edges.tasks()) {
      List<String> lines = edges.readings(task);
      Element cell = Element.of("td");
      if (lines.isEmpty()) {
        cell.text("nothing of other tasks");
      }
      lines.forEach(line -> cell.add(Element.of("div", line)));
      body.add(Element.of("tr", Element.of("th", task).set("scope", "row"), cell));
    }
    return Element.div("wide", Element.of("table", body));
  }
}
