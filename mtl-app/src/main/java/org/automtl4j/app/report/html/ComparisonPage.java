package org.automtl4j.app.report.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.report.RunResult;

/** Several runs beside each other. Runs of one configuration with different seeds are summed up by mean and spread. */
final class ComparisonPage {
  private final List<RunGroup> groups;
  private final Map<String, String> links = new LinkedHashMap<>();
  private final List<Element> sections = new ArrayList<>();

  private ComparisonPage(List<RunRecord> runs) {
    this.groups = RunGroup.of(runs);
  }

  /**
   * @param runs the runs
   * @param where the folder that the page will lie in, for the ways to the runs' own pages
   */
  static String of(List<RunRecord> runs, Path where) {
    ComparisonPage page = new ComparisonPage(runs);
    page.deltas();
    page.tables();
    page.architectures();
    page.add("runs", "Runs", Element.of("section", Element.of("h2", "Runs"), ComparisonTables.runs(page.groups, where)));
    return Page.of(page.title() + " · AutoMTL4J", page.head(runs), page.links, page.sections);
  }

  private String title() {
    return groups.size() == 1 ? groups.get(0).name() + ", several seeds" : "Comparison of runs";
  }

  private Element head(List<RunRecord> runs) {
    long finished = runs.stream().filter(RunRecord::finished).count();
    Element head = Element.of("header", Element.of("h1", title()), Element.of("p", runs.size() + " runs of " + groups.size()
        + (groups.size() == 1 ? " configuration" : " configurations") + (finished < runs.size() ? ", " + finished + " of them finished" : ""))
            .set("class", "soft"));
    Element tiles = Element.div("tiles");
    for (RunGroup group : groups) {
      double[] found = group.deltas(RunResult.SEARCH);
      if (found.length > 0) {
        tiles.add(HeadSection.tile(Spread.of(found).text(Numbers::change), "Delta of the found models" + (groups.size() > 1 ? ", " + group.name() : "")
            + seeds(found)));
      }
      double[] hard = group.deltas("hard");
      if (hard.length > 0 && groups.size() == 1) {
        tiles.add(HeadSection.tile(Spread.of(hard).text(Numbers::change), "Delta of hard sharing" + seeds(hard)));
      }
    }
    return head.add(tiles);
  }

  private static String seeds(double[] values) {
    return values.length == 1 ? ", one seed" : ", mean and standard deviation over " + values.length + " seeds";
  }

  private void deltas() {
    StripChart chart = new StripChart("Delta against single-task models");
    for (RunGroup group : groups) {
      for (String model : group.models()) {
        if (!model.equals(RunResult.CONSTANT) && !model.equals(RunResult.SINGLE)) {
          chart.row((groups.size() > 1 ? group.name() + ", " : "") + ModelWords.of(model), group.deltas(model));
        }
      }
    }
    if (!chart.isEmpty()) {
      add("delta", "Delta", Element.of("section", Element.of("h2", "Delta"), Element.of("p",
          "Mean over tasks of the relative change against single-task models of the same seed; positive is better. A dot is a run, the bar one standard deviation."), chart.draw()));
    }
  }

  private void tables() {
    if (groups.size() > 1) {
      List<ComparisonTables.Column> found = groups.stream().map(g -> new ComparisonTables.Column(g.name(), g.results(), RunResult.SEARCH)).toList();
      add("found", "Found models", Element.of("section", Element.of("h2", "The models that were found"), ComparisonTables.spreads(found)));
      add("differences", "Differences", Element.of("section", Element.of("h2", "What the configurations differ in"), ComparisonTables.differences(groups)));
    }
    for (int i = 0; i < groups.size(); i++) {
      RunGroup group = groups.get(i);
      if (!group.results().isEmpty()) {
        List<ComparisonTables.Column> columns = group.models().stream()
            .map(m -> new ComparisonTables.Column(ModelWords.of(m), group.results().stream().filter(r -> r.models().contains(m)).toList(), m)).toList();
        add("results" + i, "Results" + (groups.size() > 1 ? " of " + group.name() : ""), Element.of("section",
            Element.of("h2", "Results" + (groups.size() > 1 ? " of " + group.name() : "")),
            Element.of("p", "On the test split: mean and standard deviation over seeds."), ComparisonTables.spreads(columns)));
      }
    }
  }

  private void architectures() {
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      RunGroup group = groups.get(i);
      MethodPage.of(group.runs().get(0).config().method().name()).compared(groups.size() > 1 ? group.name() : "", group.runs())
          .forEach(section -> add(section.id() + number, section.title(), section.body()));
    }
  }

  private void add(String id, String title, Element section) {
    links.put(id, title);
    sections.add(section.set("id", id));
  }
}
