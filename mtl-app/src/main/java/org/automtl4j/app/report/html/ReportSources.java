package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.MultiTaskDataSet;
import org.automtl4j.graph.backbone.Backbone;

/** What a page needs from outside of the run's folder. It may be gone by now: that costs a section and leaves a note, not the page. */
public final class ReportSources {
  private final RunRecord run;
  private final List<String> notes = new ArrayList<>();
  private final Optional<MultiTaskDataSet> data;

  ReportSources(RunRecord run) {
    this.run = run;
    this.data = attempt("The data set", () -> run.config().openData());
  }

  /** @return the data set, if it can still be read */
  public Optional<MultiTaskDataSet> data() {
    return data;
  }

  /** @return the backbone of a prototxt file or a name in {@code models/}, if it can still be read */
  public Optional<Backbone> backbone() {
    return attempt("The backbone", () -> Backbone.resolve(run.config().backbone()));
  }

  /**
   * @param <T> what it becomes
   * @param name of a file of the run's folder that may not be there yet
   * @param parse reads its text
   * @return what it says; empty if it is not there, or wrong, which becomes a note
   */
  public <T> Optional<T> file(String name, Function<String, T> parse) {
    return RunRecord.read(run.folder(), name, parse, notes);
  }

  /**
   * @param <T> what it becomes
   * @param what begins the note that is left if it cannot be read
   * @param read reads it
   * @return what was read
   */
  public <T> Optional<T> attempt(String what, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (InvalidInputException e) {
      notes.add(what + " cannot be read, so that parts of this page are left out: " + e.getMessage());
      return Optional.empty();
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
