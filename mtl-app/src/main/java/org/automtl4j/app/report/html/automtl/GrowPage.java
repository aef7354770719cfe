package org.automtl4j.app.report.html.automtl;

import java.util.List;
import org.automtl4j.app.report.html.MethodPage;
import org.automtl4j.app.report.html.ReportSources;
import org.automtl4j.app.report.html.RunRecord;
import org.automtl4j.app.report.html.Section;

/** The sections of runs that grow trees, whose architectures are AutoMTL's: which layers are shared, and what each layer costs. */
public final class GrowPage implements MethodPage {
  private final AutoMtlPage branches = new AutoMtlPage();

  @Override
  public String method() {
    return "grow";
  }

  @Override
  public List<Section> sections(RunRecord run, ReportSources sources) {
    return branches.sections(run, sources);
  }

  @Override
  public List<Section> compared(String name, List<RunRecord> runs) {
    return branches.compared(name, runs);
  }
}
