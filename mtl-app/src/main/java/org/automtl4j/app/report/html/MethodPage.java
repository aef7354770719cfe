package org.automtl4j.app.report.html;

import java.util.List;
import java.util.ServiceLoader;

/**
 * What a method has to say on the page of a run, beside what every run has. A jar names its own in {@code
 * META-INF/services/org.automtl4j.app.report.html.MethodPage}; a method without one has the common page.
 */
public interface MethodPage {

  /** @return the name of the method */
  String method();

  /**
   * @param run what lies in the run's folder, as far as it has come
   * @param sources what lies outside of it
   * @return the sections; those for which nothing is there yet are left out
   */
  List<Section> sections(RunRecord run, ReportSources sources);

  /**
   * @param name what the page calls the runs
   * @param runs several runs of one configuration with different seeds
   * @return what they agree on; {@link Section#after} is not looked at
   */
  default List<Section> compared(String name, List<RunRecord> runs) {
    return List.of();
  }

  /**
   * @param method a method's name
   * @return its page; one without sections if it has none
   */
  static MethodPage of(String method) {
    for (MethodPage page : ServiceLoader.load(MethodPage.class, MethodPage.class.getClassLoader())) {
      if (page.method().equals(method)) {
        return page;
      }
    }
    return new CommonPage(method);
  }

  /**
   * The page of a method that adds nothing.
   *
   * @param method its name
   */
  record CommonPage(String method) implements MethodPage {
    @Override
    public List<Section> sections(RunRecord run, ReportSources sources) {
      return List.of();
    }
  }
}
