package org.automtl4j.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A probe of how the published code behaves in an odd situation, one entry of {@code quirks.json}.
 *
 * @param json its id, what it shows, and the result or error that the published code gave
 */
public record Quirk(JsonNode json) {
  private static final String FILE = "quirks.json";

  /** Which test suite asserts a probe. */
  public enum Group {
    /** Reading and building backbones. */
    BACKBONE,
    /** Supermodels, policies and what their graphs compute. */
    SUPER_MODEL,
    /** Data sets, losses and metrics. */
    DATA,
    /** The trainer. */
    TRAINING,
    /** A probe that no suite knows of. */
    UNKNOWN
  }

  /** @return all probes of the folder of golden data; who asks leaves itself out where a given folder has no such file */
  public static List<Quirk> all() {
    GoldenFolder.needs(FILE);
    return StreamSupport.stream(GoldenFolder.json(FILE).get("probes").spliterator(), false).map(Quirk::new).toList();
  }

  /**
   * @param group a suite
   * @return the probes that the suite has to assert, every one of them
   */
  public static List<Quirk> of(Group group) {
    return all().stream().filter(quirk -> quirk.group() == group).toList();
  }

  /** @return the suite that asserts this probe */
  public Group group() {
    return switch (id().split("\\.")[0]) {
      case "parse", "layer" -> Group.BACKBONE;
      // Which logits learn is the trainer's business.
      case "super" -> id().equals("super.share_bottom") ? Group.TRAINING : Group.SUPER_MODEL;
      case "train" -> Group.TRAINING;
      case "data", "loss", "metric" -> Group.DATA;
      default -> Group.UNKNOWN;
    };
  }

  /** @return its id */
  public String id() {
    return json.get("id").asText();
  }

  /** @return whether the published code failed */
  public boolean failed() {
    return json.has("error");
  }

  /** @return what the published code gave; a missing node where it failed */
  public JsonNode result() {
    return json.path("result");
  }

  /**
   * Asserts that ours is the published result.
   *
   * @param ours our result
   * @param published the published one
   */
  public void same(Object ours, Object published) {
    GoldenReport.same("quirks/" + id(), json.get("claim").asText(), ours, published);
  }

  /**
   * Asserts that ours is the published result within a tolerance.
   *
   * @param difference of the two
   * @param tolerance that is allowed
   */
  public void close(double difference, double tolerance) {
    GoldenReport.close("quirks/" + id(), json.get("claim").asText(), difference, tolerance);
  }

  /**
   * Notes that ours departs on purpose; the caller asserts what stands in its place.
   *
   * @param instead what that is
   */
  public void departs(String instead) {
    GoldenReport.mended("quirks/" + id(), json.get("claim").asText(), instead);
  }
}
