package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.automtl4j.app.report.RunFolder;

/** Where the numbers come from: versions, data, seed, times, and the whole configuration. */
final class SourceSection {
  private SourceSection() {}

  static Element of(RunRecord run) {
    List<String[]> rows = new ArrayList<>();
    run.provenance().ifPresent(p -> {
      rows.add(new String[] {"AutoMTL4J", p.version()});
      rows.add(new String[] {"numbers", p.backend()});
      rows.add(new String[] {"Java", p.java()});
      rows.add(new String[] {"system", p.system() + ", " + p.processors() + (p.processors() == 1 ? " processor" : " processors")});
      rows.add(new String[] {"started", p.started()});
      rows.add(new String[] {"data", p.data()});
    });
    rows.add(new String[] {"seed", Long.toString(run.config().seed())});
    rows.add(new String[] {"folder", String.valueOf(run.folder().path().toAbsolutePath().getFileName())});
    String stages = run.log().stages().stream().filter(StageLog::ended).map(s -> s.title() + " " + Numbers.seconds(s.seconds.orElseThrow()))
        .collect(Collectors.joining(", "));
    if (!stages.isEmpty()) {
      rows.add(new String[] {"stages", stages});
    }
    Element table = Element.of("table").set("class", "facts");
    rows.forEach(row -> table.add(Element.of("tr", Element.of("th", row[0]).set("scope", "row"), Element.of("td", row[1]))));
    return Element.of("section", Element.of("h2", "Where the numbers come from"),
        Element.of("p", "The same version, configuration and data on the same machine and number of threads give the same bits."), table,
        Element.of("details", Element.of("summary", "The whole configuration (" + RunFolder.CONFIG + ")"), Element.of("pre", run.config().toYaml())))
            .set("id", "source");
  }
}
