package org.automtl4j.app.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep has come to, part by part.
 *
 * @param name the sweep's name
 * @param keys what varies, the keys' paths
 * @param parts all parts that are known by now, in the order in which they are begun
 * @param best the point whose parts of whole length are best on the validation split, once there is one
 */
public record SweepResult(String name, List<String> keys, List<Part> parts, Optional<String> best) {

  /** Keeps unmodifiable copies. */
  public SweepResult {
    keys = List.copyOf(keys);
    parts = List.copyOf(parts);
  }

  /** How far a part has come. */
  public enum Status {
    /** Not finished: not begun, or interrupted. */
    MISSING,
    /** Finished. */
    DONE,
    /** It cannot be run, or its training failed; the message says why. */
    FAILED
  }

  /**
   * One run.
   *
   * @param folder its folder's name below the sweep's
   * @param point the same for parts that differ in nothing but their seeds
   * @param values what it sets, by key
   * @param seed its seed
   * @param share of the iterations, 1 for a run of whole length
   * @param status how far it has come
   * @param message why it failed; empty otherwise
   * @param host who ran it; empty before
   * @param started when, in seconds after the sweep's first part; of an interrupted part its last beginning
   * @param seconds that it took, in all its beginnings; 0 before
   * @param score mean relative change of its figures on the validation split against the mean of the parts of the same share, as a fraction, positive for
   *     better; empty for a run without a model
   */
  public record Part(String folder, String point, Map<String, String> values, long seed, double share, Status status, String message, String host, double started,
      double seconds, Optional<Double> score) {

    /** @return whether it is a run of whole length */
    public boolean isWhole() {
      return share >= 1;
    }
  }

  /** @return the parts that have not finished */
  public List<Part> unfinished() {
    return parts.stream().filter(part -> part.status() != Status.DONE).toList();
  }
}
