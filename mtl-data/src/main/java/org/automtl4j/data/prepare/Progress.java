package org.automtl4j.data.prepare;

/** Hears how far a lengthy piece of work is. May be called from several threads, one at a time. */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (what, done, total) -> { };

  /**
   * @param what what is being done, in a word or two
   * @param done how many samples are through
   * @param total how many there are
   */
  void at(String what, int done, int total);
}
