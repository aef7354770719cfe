package org.automtl4j.app.report.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;

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
    ReportSources sources = new ReportSources(run);
    List<Section> own = MethodPage.of(run.config().method().name()).sections(run, sources);
    Map<String, String> links = new LinkedHashMap<>();
    List<Element> sections = new ArrayList<>();
    add(links, sections, "results", "Results", ResultSection.of(run));
    add(links, sections, "worth", "Worth", WorthSection.of(run));
    add(links, sections, "candidates", "Candidates", CandidateSection.of(run));
    addAfter(Section.Place.RESULTS, own, links, sections);
    add(links, sections, "samples", "Samples", sources.data().flatMap(d -> sources.attempt("The model", () -> SampleSection.of(run, d)).flatMap(s -> s)));
    addAfter(Section.Place.SAMPLES, own, links, sections);
    add(links, sections, "curves", "Learning curves", CurveSection.of(run));
    add(links, sections, "balance", "Balance", ConflictSection.of(run, sources::backbone));
    addAfter(Section.Place.CURVES, own, links, sections);
    add(links, sections, "source", "Provenance", Optional.of(SourceSection.of(run)));
    Element head = HeadSection.of(run);
    WorthSection.sentence(run).ifPresent(head::add);
    sources.notes().forEach(text -> head.add(Element.of("p", text).set("class", "note")));
    return Page.of(run.title() + " · AutoMTL4J", head, links, sections);
  }

  private static void addAfter(Section.Place place, List<Section> own, Map<String, String> links, List<Element> sections) {
    own.stream().filter(section -> section.after() == place)
        .forEach(section -> add(links, sections, section.id(), section.title(), Optional.of(section.body())));
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

  private static void add(Map<String, String> links, List<Element> sections, String id, String title, Optional<Element> section) {
    section.ifPresent(s -> {
      links.put(id, title);
      sections.add(s);
    });
  }
}
