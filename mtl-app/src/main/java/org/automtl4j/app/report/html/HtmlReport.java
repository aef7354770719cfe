package org.automtl4j.app.report.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.LayerWork;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.backbone.Backbone;

/**
 * A run as one page for a browser: the table, the architecture, how policies, temperature and losses went, costs, samples, and where the numbers come from. The
 * page is a single file without scripts, which asks no other host or file for anything. It can be made at any time; what a run has not come to yet is left out.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Makes a run's page and writes it into its folder as {@link RunFolder#REPORT}, over an older one.
   *
   * @param folder the run's folder
   * @throws InvalidInputException if its configuration cannot be read
   */
  public static void write(RunFolder folder) {
    folder.write(RunFolder.REPORT, of(folder));
  }

  /**
   * @param folder a run's folder
   * @return the page
   * @throws InvalidInputException if its configuration cannot be read
   */
  public static String of(RunFolder folder) {
    RunRecord run = RunRecord.of(folder);
    List<String> missing = new ArrayList<>();
    Optional<MultiTaskDataSet> data = attempt("The data set", missing, r -> r.config().openData(), run);
    Optional<Backbone> backbone = attempt("The backbone", missing, r -> Backbone.resolve(r.config().backbone()), run);
    Map<Integer, Long> weights = backbone.map(b -> b.nodes().stream().collect(Collectors.toMap(n -> n.index(), n -> b.parameters(n.index())))).orElse(Map.of());
    List<LayerWork> costs = backbone.isEmpty() || data.isEmpty() || run.branches().isEmpty() ? List.of()
        : costs(backbone.get(), run.branches().get(), run.config().batchNormPolicy(), data.get());

    Map<String, String> links = new LinkedHashMap<>();
    List<Element> sections = new ArrayList<>();
    add(links, sections, "results", "Results", ResultSection.of(run));
    add(links, sections, "worth", "Worth", WorthSection.of(run));
    add(links, sections, "candidates", "Candidates", CandidateSection.of(run));
    add(links, sections, "architecture", "Architecture", ArchitectureSection.of(run, weights));
    add(links, sections, "samples", "Samples", data.flatMap(d -> attempt("The model", missing, r -> SampleSection.of(r, d), run).flatMap(s -> s)));
    add(links, sections, "policies", "Policies", PolicySection.of(run));
    add(links, sections, "curves", "Learning curves", CurveSection.of(run));
    add(links, sections, "cost", "Cost", CostSection.of(run, costs));
    add(links, sections, "source", "Provenance", Optional.of(SourceSection.of(run)));
    Element head = HeadSection.of(run);
    WorthSection.sentence(run).ifPresent(head::add);
    missing.forEach(text -> head.add(Element.of("p", text).set("class", "note")));
    return Page.of(run.title() + " · AutoMTL4J", head, links, sections);
  }

  private static List<LayerWork> costs(Backbone backbone, Branches branches, BatchNormPolicy batchNorms, MultiTaskDataSet data) {
    SharedWork work = SharedWork.withoutHeads(backbone, branches.taskNames(), batchNorms, data.height(), data.width());
    return work.count(work.following((task, layer) -> branches.at(task, layer + ":" + backbone.nodes().get(layer).layer().name()).branch()), work.tasks())
        .layers().stream().filter(layer -> layer.operation().multiplyAdds() > 0).toList();
  }

  /**
   * @param folders several runs
   * @param where the folder that the page will lie in, for links to the runs' own pages
   * @return a page that compares them: mean and spread over the seeds of one configuration, and configurations beside each other
   * @throws InvalidInputException if a configuration cannot be read
   */
  public static String comparing(List<RunFolder> folders, Path where) {
    return ComparisonPage.of(folders.stream().map(RunRecord::of).toList(), where);
  }

  /** What lies outside of the folder may be gone by now: that costs a section, not the page. */
  private static <T> Optional<T> attempt(String what, List<String> missing, Function<RunRecord, T> work, RunRecord run) {
    try {
      return Optional.of(work.apply(run));
    } catch (InvalidInputException e) {
      missing.add(what + " cannot be read, so that parts of this page are left out: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void add(Map<String, String> links, List<Element> sections, String id, String title, Optional<Element> section) {
    section.ifPresent(s -> {
      links.put(id, title);
      sections.add(s);
    });
  }
}
