package org.automtl4j.app.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.LibraryVersion;
import org.automtl4j.plan.Backend;

/**
 * Where a run's numbers come from, beside its configuration: who wants the same bits again needs the same of all this.
 *
 * @param formatVersion version of the file's format
 * @param version of this library
 * @param backend the numerical library, its version and its threads
 * @param java version and maker of the Java that ran it
 * @param system operating system and processor architecture
 * @param processors that Java saw
 * @param data fingerprint of the data set: the same exactly if every sample is
 * @param started when, in UTC (ISO 8601)
 */
public record Provenance(
    @JsonProperty("format_version") int formatVersion,
    @JsonProperty("version") String version,
    @JsonProperty("backend") String backend,
    @JsonProperty("java") String java,
    @JsonProperty("system") String system,
    @JsonProperty("processors") int processors,
    @JsonProperty("data") String data,
    @JsonProperty("started") String started) {

  private static final int VERSION = 1;
  private static final String UNKNOWN = "-";

  /** What a file does not say is a dash. */
  public Provenance {
    version = Objects.requireNonNullElse(version, UNKNOWN);
    backend = Objects.requireNonNullElse(backend, UNKNOWN);
    java = Objects.requireNonNullElse(java, UNKNOWN);
    system = Objects.requireNonNullElse(system, UNKNOWN);
    data = Objects.requireNonNullElse(data, UNKNOWN);
    started = Objects.requireNonNullElse(started, UNKNOWN);
  }

  /**
   * @param data fingerprint of the data set
   * @return what this process runs on, now
   */
  public static Provenance now(String data) {
    return new Provenance(VERSION, LibraryVersion.number(), Backend.current().summary(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")", System.getProperty("os.name") + " "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(), data, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** @return the content of {@code provenance.json} */
  public String toJson() {
    try {
      return mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a run's provenance", e);
    }
  }

  /**
   * @param json the content of a {@code provenance.json}
   * @param source where it comes from, for messages
   * @return what it says
   * @throws InvalidInputException if it cannot be read, or is of a newer format
   */
  public static Provenance fromJson(String json, String source) {
    try {
      Provenance found = mapper().readValue(json, Provenance.class);
      if (found == null) {
        throw new InvalidInputException(source + ": not the provenance of a run: found null, needs an object");
      }
      if (found.formatVersion() > VERSION) {
        throw new InvalidInputException(source + ": found format version " + found.formatVersion() + ", allowed: up to " + VERSION
            + "; read it with a newer AutoMTL4J");
      }
      return found;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(source + ": not the provenance of a run: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static ObjectMapper mapper() {
    // A newer format may have further keys, and is to be refused for its version.
    return JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }
}
