package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.app.report.SweepTable;

/** A sweep as one page: a table of its points, one per axis, when each part ran, and a link to each run's own page. */
public final class SweepPage {
  private final SweepTable table;
  private final SweepResult sweep;
  private final Map<String, String> links = new LinkedHashMap<>();
  private final List<Element> sections = new ArrayList<>();

  private SweepPage(SweepTable table) {
    this.table = table;
    this.sweep = table.sweep();
  }

  /**
   * @param table the sweep, as far as it has come
   * @return the page
   */
  public static String of(SweepTable table) {
    SweepPage page = new SweepPage(table);
    page.points();
    page.axes();
    page.unfinished();
    page.add("timeline", "Timeline", Element.of("p", "When each part ran, from the sweep's first on; a part that was interrupted is one bar as long as all its beginnings."),
        SweepTimeline.of(page.sweep.parts()));
    page.add("runs", "Runs", page.runs());
    return Page.of(page.sweep.name() + ", sweep · AutoMTL4J", page.head(), page.links, page.sections);
  }

  private Element head() {
    long done = sweep.parts().stream().filter(part -> part.status() == SweepResult.Status.DONE).count();
    Element head = Element.of("header", Element.of("h1", sweep.name() + ", sweep"), Element.of("p", done + " of " + sweep.parts().size() + " runs finished; varied: "
        + (sweep.keys().isEmpty() ? "seeds alone" : String.join(", ", sweep.keys()))).set("class", "soft"));
    Element tiles = Element.div("tiles");
    sweep.best().ifPresent(best -> {
      tiles.add(HeadSection.tile(best, "best on the validation split"));
      double[] deltas = table.values(table.points().get(best), r -> r.delta().get(RunResult.SEARCH));
      if (deltas.length > 0) {
        tiles.add(HeadSection.tile(Spread.of(deltas).text(Numbers::change), "its Delta on the test split" + (deltas.length > 1 ? ", mean and standard deviation" : "")));
      }
    });
    return head.add(tiles);
  }

  private void points() {
    add("points", "Points", Element.of("p", "Mean and standard deviation over seeds. Points are compared on the validation split, by the mean relative change of their "
        + "figures against the mean of all runs of whole length; the rest is measured on the test split."), figures(table.points(), name -> sweep.best().filter(name::equals).isPresent()));
  }

  private void axes() {
    for (String key : sweep.keys()) {
      Map<String, List<SweepResult.Part>> values = sweep.parts().stream().filter(SweepResult.Part::isWhole)
          .collect(Collectors.groupingBy(part -> part.values().getOrDefault(key, "–"), LinkedHashMap::new, Collectors.toList()));
      if (sweep.keys().size() > 1 && values.size() > 1) {
        add("axis" + sweep.keys().indexOf(key), key, Element.of("p", "Over all runs with that value, whatever else they vary in."), figures(values, value -> false));
      }
    }
  }

  private Element figures(Map<String, List<SweepResult.Part>> rows, Predicate<String> marked) {
    Element head = Element.of("tr", Element.of("th", ""), right("th", "runs"), right("th", "validation"), right("th", "Delta"));
    Map<String, Set<String>> metrics = table.metrics();
    metrics.forEach((task, names) -> names.forEach(name -> head.add(right("th", task + " " + MetricWords.of(name) + " " + MetricWords.arrow(name)))));
    head.add(right("th", "multiply-adds"), right("th", "parameters"), right("th", "training time"));
    Element body = Element.of("tbody");
    rows.forEach((name, parts) -> {
      Element row = Element.of("tr", Element.of("th", marked.test(name) ? name + " · best" : name).set("scope", "row"),
          right("td", table.values(parts, r -> 0).length + " of " + parts.size()), right("td", Spread.of(SweepTable.scores(parts)).text(Numbers::change)),
          right("td", Spread.of(table.values(parts, r -> r.delta().get(RunResult.SEARCH))).text(Numbers::change)));
      metrics.forEach((task, names) -> names.forEach(metric -> row.add(right("td",
          Spread.of(table.values(parts, r -> r.metrics().getOrDefault(RunResult.SEARCH, Map.of()).getOrDefault(task, Map.of()).get(metric))).textAlike(Numbers::metric)))));
      row.add(right("td", Spread.of(table.values(parts, r -> r.macs().get(RunResult.SEARCH))).textAlike(Numbers::brief)),
          right("td", Spread.of(table.values(parts, r -> r.parameters().get(RunResult.SEARCH))).textAlike(Numbers::brief)),
          right("td", Spread.of(table.values(parts, r -> r.secondsOf(RunResult.SEARCH) > 0 ? r.secondsOf(RunResult.SEARCH) : null)).text(Numbers::seconds)));
      body.add(marked.test(name) ? row.set("class", "best") : row);
    });
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }

  private void unfinished() {
    List<SweepResult.Part> missing = sweep.unfinished();
    if (!missing.isEmpty()) {
      Element list = Element.of("ul");
      missing.forEach(part -> list.add(Element.of("li", part.folder() + ": " + (part.status() == SweepResult.Status.FAILED ? "failed: " + part.message()
          : "has not finished"))));
      add("missing", "Missing", list);
    }
  }

  private Element runs() {
    Element head = Element.of("tr", Element.of("th", "run"), right("th", "seed"), right("th", "share of iterations"), right("th", "validation"), right("th", "Delta"),
        right("th", "time"));
    Element body = Element.of("tbody");
    for (SweepResult.Part part : sweep.parts()) {
      Element name = Element.of("th", part.folder());
      if (table.results().containsKey(part.folder())) {
        name = Element.of("th", Element.of("a", part.folder()).set("href", part.folder().replace(" ", "%20") + "/" + RunFolder.REPORT));
      }
      body.add(Element.of("tr", name, right("td", Long.toString(part.seed())), right("td", Numbers.percent(part.share())),
          right("td", part.score().map(Numbers::change).orElse("–")),
          right("td", Spread.of(table.values(List.of(part), r -> r.delta().get(RunResult.SEARCH))).text(Numbers::change)),
          right("td", part.seconds() > 0 ? Numbers.seconds(part.seconds()) : "–")));
    }
    return Element.div("wide", Element.of("table", Element.of("thead", head), body));
  }

  private static Element right(String element, String text) {
    return Element.of(element, text).set("class", "number");
  }

  private void add(String id, String title, Element... content) {
    links.put(id, title);
    sections.add(Element.of("section", Element.of("h2", title)).add(content).set("id", id));
  }
}
