package org.automtl4j.app.report.html.mtlnas;

/** NDDR-CNN's section: its edges, all of which are open. */
public final class NddrPage extends MtlNasPage {

  @Override
  public String method() {
    return "nddr";
  }
}
