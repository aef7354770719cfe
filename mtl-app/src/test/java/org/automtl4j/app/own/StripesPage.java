package org.automtl4j.app.own;

import java.util.List;
import org.automtl4j.app.report.html.Element;
import org.automtl4j.app.report.html.MethodPage;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Section;

/** Says how wide the stripes are. */
public final class StripesPage implements MethodPage {

  @Override
  public String method() {
    return "stripes";
  }

  @Override
  public List<Section> sections(RunRecord run, ReportSources sources) {
    int width = run.config().method().as(StripesSettings.class).orElseThrow().width();
    Element body = Element.of("section", Element.of("h2", "Stripes"), Element.of("p", "Each is " + width + " channels wide.")).set("id", "stripes");
    return List.of(new Section("stripes", "Stripes", Section.Place.RESULTS, body));
  }
}
