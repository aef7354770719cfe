package org.automtl4j.app.report.html;

/**
 * A section of the page that is a method's own.
 *
 * @param id its anchor, unique on the page
 * @param title what the page's index calls it
 * @param after what it follows
 * @param body a {@code section} element
 */
public record Section(String id, String title, Place after, Element body) {

  /** The sections that every run has, in their order; those of a method stand between them, and those of one place in the method's order. */
  public enum Place {
    /** The table of results, with the candidates. */
    RESULTS,
    /** Predictions of test images. */
    SAMPLES,
    /** Learning curves. */
    CURVES
  }
}
