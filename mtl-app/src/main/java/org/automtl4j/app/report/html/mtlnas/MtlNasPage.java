package org.automtl4j.app.report.html.mtlnas;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.MethodPage;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Section;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.mtlnas.FusionArchitecture;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.train.mtlnas.MtlNasMethod;

/** MTL-NAS's sections: the edges, and how their gates moved. */
public class MtlNasPage implements MethodPage {

  @Override
  public String method() {
    return "mtl-nas";
  }

  @Override
  public List<Section> sections(RunRecord run, ReportSources sources) {
    Map<Edge, Double> gates = run.log().choices().map(Edges::gates).orElse(Map.of());
    Optional<Edges> edges = sources.file(MtlNasMethod.ARCHITECTURE, FusionArchitecture::fromJson).map(found -> Edges.of(found, gates.keySet()))
        .or(() -> Optional.of(gates).filter(known -> !known.isEmpty()).map(Edges::likeliest));
    List<Section> sections = new ArrayList<>();
    edges.map(EdgeSection::of).ifPresent(body -> sections.add(new Section("edges", "Edges", Section.Place.RESULTS, body)));
    GateSection.of(run, sources).ifPresent(body -> sections.add(new Section("gates", "Gates", Section.Place.SAMPLES, body)));
    return sections;
  }

  @Override
  public List<Section> compared(String name, List<RunRecord> runs) {
    return Edges.agreed(runs.stream().flatMap(run -> found(run).stream()).toList())
        .map(edges -> Element.of("section", Element.of("h2", "What the seeds agree on" + (name.isEmpty() ? "" : ", " + name)),
            Element.of("p", "The edges that any run has left open; the paler, the fewer runs did."), EdgeSection.legend(edges.tasks()), Element.div("wide", EdgePicture.of(edges))))
        .map(body -> List.of(new Section("edges", "Edges", Section.Place.RESULTS, body))).orElse(List.of());
  }

  /** What a run has found; one whose file is damaged says so on its own page. */
  private static Optional<FusionArchitecture> found(RunRecord run) {
    try {
      return Optional.of(run.folder().file(MtlNasMethod.ARCHITECTURE)).filter(Files::isRegularFile).map(FusionArchitecture::read);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
