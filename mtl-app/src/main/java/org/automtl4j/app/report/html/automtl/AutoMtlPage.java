package org.automtl4j.app.report.html.automtl;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.MethodPage;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Section;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BatchNormPolicy;
import org.automtl4j.graph.automtl.LayerWork;
import org.automtl4j.graph.automtl.SharedWork;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.train.automtl.config.AutoMtlSettings;

/** AutoMTL's sections: the architecture, how the policies moved, and what each layer costs. */
public final class AutoMtlPage implements MethodPage {
  private static final int LARGEST = 64 << 20;

  @Override
  public String method() {
    return "automtl";
  }

  @Override
  public List<Section> sections(RunRecord run, ReportSources sources) {
    Optional<Branches> branches = branches(run, sources);
    Optional<Backbone> backbone = sources.backbone();
    Map<Integer, Long> weights = backbone.map(b -> b.nodes().stream().collect(Collectors.toMap(n -> n.index(), n -> b.parameters(n.index())))).orElse(Map.of());
    BatchNormPolicy batchNorms = run.config().method().as(AutoMtlSettings.class).map(AutoMtlSettings::batchNormPolicy).orElse(BatchNormPolicy.SEARCH);
    List<LayerWork> costs = backbone.isEmpty() || sources.data().isEmpty() || branches.isEmpty() ? List.of()
        : costs(backbone.get(), branches.get(), batchNorms, sources.data().get());
    List<Section> sections = new ArrayList<>();
    ArchitectureSection.of(branches, weights).ifPresent(body -> sections.add(new Section("architecture", "Architecture", Section.Place.RESULTS, body)));
    PolicySection.of(run).ifPresent(body -> sections.add(new Section("policies", "Policies", Section.Place.SAMPLES, body)));
    CostSection.of(run, costs).ifPresent(body -> sections.add(new Section("cost", "Cost", Section.Place.CURVES, body)));
    return sections;
  }

  /** The tasks' branches: those of the architecture, before there is one the likeliest of the policies as they stand. */
  private static Optional<Branches> branches(RunRecord run, ReportSources sources) {
    Optional<PolicyTable> policies = run.log().choices().map(PolicyTable::of);
    Optional<Architecture> found = sources.file(RunFolder.ARCHITECTURE, Architecture::fromJson)
        .or(() -> run.config().architecture().filter(Files::isRegularFile).map(Architecture::read));
    return found.map(architecture -> Branches.of(architecture, policies)).or(() -> policies.map(Branches::likeliest));
  }

  private static List<LayerWork> costs(Backbone backbone, Branches branches, BatchNormPolicy batchNorms, MultiTaskDataSet data) {
    SharedWork work = SharedWork.withoutHeads(backbone, branches.taskNames(), batchNorms, data.height(), data.width());
    return work.count(work.following((task, layer) -> branches.at(task, layer + ":" + backbone.nodes().get(layer).layer().name()).branch()), work.tasks())
        .layers().stream().filter(layer -> layer.operation().multiplyAdds() > 0).toList();
  }

  @Override
  public List<Section> compared(String name, List<RunRecord> runs) {
    return Agreement.of(runs.stream().flatMap(run -> found(run).stream()).map(architecture -> Branches.of(architecture, Optional.empty())).toList())
        .map(branches -> Element.of("section", Element.of("h2", "What the seeds agree on" + (name.isEmpty() ? "" : ", " + name)),
            Element.of("p", "The branch that most runs took; the number, and the shade, is the share of runs that took it."),
            Element.div("wide", ArchitecturePicture.of(branches))))
        .map(body -> List.of(new Section("architecture", "Architectures", Section.Place.RESULTS, body))).orElse(List.of());
  }

  /** What a run has found; one whose file is damaged says so on its own page. */
  private static Optional<Architecture> found(RunRecord run) {
    try {
      return Files.isRegularFile(run.folder().file(RunFolder.ARCHITECTURE))
          ? Optional.of(Architecture.fromJson(SmallFile.text(run.folder().file(RunFolder.ARCHITECTURE), LARGEST)))
          : run.config().architecture().filter(Files::isRegularFile).map(Architecture::read);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
