package org.automtl4j.app.report.html.adamtl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.LineChart;
import org.automtl4j.app.report.html.MethodPage;
import org.automtl4j.app.report.html.Numbers;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Section;
import org.automtl4j.app.report.html.Series;
import org.automtl4j.train.adamtl.EffortCurve;

/** AdaMTL's section: quality over cost. */
public final class AdaMtlPage implements MethodPage {

  @Override
  public String method() {
    return "adamtl";
  }

  @Override
  public List<Section> sections(RunRecord run, ReportSources sources) {
    return sources.file(EffortCurve.FILE, EffortPoints::parse).map(AdaMtlPage::body).map(body -> List.of(new Section("efforts", "Efforts", Section.Place.RESULTS, body)))
        .orElse(List.of());
  }

  private static Element body(EffortPoints found) {
    return Element.of("section", Element.of("h2", "Quality over cost"),
        Element.of("p", "The validation images at several efforts. At 0.5 the controllers decide as they were trained; below it more is left out, above it less, without training "
            + "again. Multiply-adds are those of encoder, controllers and decoders for one image in the mean; 100 % is the same network without controllers, "
            + Numbers.brief(found.whole()) + "."),
        Element.div("wide", table(found)), Element.div("charts").addAll(charts(found))).set("id", "efforts");
  }

  private static Element table(EffortPoints found) {
    Element head = Element.of("tr", title("effort"), title("blocks that ran"), title("tokens in MLPs"), title("multiply-adds"), title("of all"));
    found.points().get(0).metrics().forEach((task, figure) -> head.add(title(task + ", " + figure.name())));
    Element body = Element.of("tbody");
    for (EffortPoints.Point point : found.points()) {
      Element row = Element.of("tr", number(Numbers.probability(point.effort())), number(Numbers.percent(point.blocks())), number(Numbers.percent(point.tokens())),
          number(Numbers.brief(point.multiplyAdds())), number(Numbers.percent(point.multiplyAdds() / found.whole())));
      point.metrics().values().forEach(figure -> row.add(number(Numbers.metric(figure.value()))));
      body.add(row);
    }
    return Element.of("table", Element.of("thead", head), body);
  }

  private static List<Element> charts(EffortPoints found) {
    List<Element> charts = new ArrayList<>();
    found.points().get(0).metrics().forEach((task, first) -> {
      List<double[]> line = found.points().stream().filter(point -> point.metrics().containsKey(task) && Double.isFinite(point.metrics().get(task).value()))
          .map(point -> new double[] {100 * point.multiplyAdds() / found.whole(), point.metrics().get(task).value()}).sorted(Comparator.comparingDouble(p -> p[0])).toList();
      if (line.size() > 1) {
        charts.add(new LineChart(task + ", " + first.name(), "multiply-adds, %").line(new Series("", line, 0)).draw());
      }
    });
    return charts;
  }

  private static Element title(String text) {
    return Element.of("th", text).set("class", "number").set("scope", "col");
  }

  private static Element number(String text) {
    return Element.of("td", text).set("class", "number");
  }
}
