package org.automtl4j.app.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;

/** The layout of {@code sweep.json}: the plan, from which a sweep is resumed, and what its parts have come to. */
final class SweepFile {
  static final String NAME = "sweep.json";
  private static final int VERSION = 1;
  /** Ten thousand parts take some megabytes. */
  private static final int LARGEST = 64 << 20;

  private SweepFile() {}

  /** The file's keys, as they are written. */
  private record Content(
      @JsonProperty("format_version") int formatVersion,
      @JsonProperty("name") String name,
      @JsonProperty("plan") Plan plan,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("best") String best,
      @JsonProperty("parts") List<Part> parts) {

    private Content {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(plan, "plan");
      parts = Objects.requireNonNullElse(parts, List.of());
    }
  }

  /** What is run. */
  private record Plan(
      @JsonProperty("configurations") Map<String, String> configurations,
      @JsonProperty("seeds") List<Long> seeds,
      @JsonProperty("vary") List<Axis> vary,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("random") Integer random,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("halving") Rungs halving) {}

  private record Axis(
      @JsonProperty("key") String key,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("values") List<String> values,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("from") Double from,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("to") Double to,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("logarithmic") Boolean logarithmic) {

    static Axis of(SweepAxis axis) {
      return new Axis(axis.key(), axis.values(), axis.range().map(SweepAxis.Range::from).orElse(null), axis.range().map(SweepAxis.Range::to).orElse(null),
          axis.range().map(SweepAxis.Range::logarithmic).orElse(null));
    }

    SweepAxis axis() {
      return from == null ? SweepAxis.of(key, values)
          : new SweepAxis(key, List.of(), Optional.of(new SweepAxis.Range(from, Objects.requireNonNull(to, "to"), Boolean.TRUE.equals(logarithmic))));
    }
  }

  private record Rungs(@JsonProperty("rungs") int rungs, @JsonProperty("factor") int factor) {}

  private record Part(
      @JsonProperty("folder") String folder,
      @JsonProperty("point") String point,
      @JsonProperty("values") Map<String, String> values,
      @JsonProperty("seed") long seed,
      @JsonProperty("share") double share,
      @JsonProperty("status") SweepResult.Status status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("message") String message,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("host") String host,
      @JsonProperty("started") double started,
      @JsonProperty("seconds") double seconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("score_validation") Double score) {

    static Part of(SweepResult.Part p) {
      return new Part(p.folder(), p.point(), p.values(), p.seed(), p.share(), p.status(), p.message(), p.host(), p.started(), p.seconds(), p.score().orElse(null));
    }

    SweepResult.Part part() {
      return new SweepResult.Part(below(Objects.requireNonNull(folder, "folder")), Objects.requireNonNull(point, "point"), Objects.requireNonNullElse(values, Map.of()), seed,
          share, Objects.requireNonNull(status, "status"), Objects.requireNonNullElse(message, ""), Objects.requireNonNullElse(host, ""), started, seconds,
          Optional.ofNullable(score));
    }
  }

  /** Parts are written to and read from below the sweep's folder. */
  private static String below(String folder) {
    if (folder.isEmpty() || folder.startsWith("/") || folder.indexOf('\0') >= 0 || folder.matches("[A-Za-z]:.*") || List.of(folder.split("[/\\\\]")).contains("..")) {
      throw new InvalidInputException("parts: found the folder '" + folder + "', allowed: one below the sweep's, without '..'");
    }
    return folder;
  }

  /** What a file holds. */
  record Known(Sweep sweep, SweepResult result) {}

  static void write(Path folder, Sweep sweep, SweepResult result) {
    Map<String, String> configurations = new LinkedHashMap<>();
    sweep.configurations().forEach((name, config) -> configurations.put(name, config.toYaml()));
    Plan plan = new Plan(configurations, sweep.seeds(), sweep.axes().stream().map(Axis::of).toList(), sweep.drawn().orElse(null),
        sweep.halving().map(h -> new Rungs(h.rungs(), h.factor())).orElse(null));
    Content content = new Content(VERSION, result.name(), plan, result.best().orElse(null), result.parts().stream().map(Part::of).toList());
    try {
      RunFolder.write(folder.resolve(NAME), JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(content).replace("\r", "") + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + NAME, e);
    }
  }

  static Known read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(folder + ": found no " + NAME + " in it, allowed: the folder of a sweep");
    }
    try {
      Content c = JsonMapper.builder().build().readValue(SmallFile.text(file, LARGEST), Content.class);
      if (c == null) {
        throw new InvalidInputException(file + ": not the file of a sweep: it holds nothing");
      }
      if (c.formatVersion() > VERSION) {
        throw new InvalidInputException(file + ": found format version " + c.formatVersion() + ", allowed: up to " + VERSION + "; read it with a newer AutoMTL4J");
      }
      Map<String, RunConfig> configurations = new LinkedHashMap<>();
      c.plan().configurations().forEach((name, yaml) -> configurations.put(name, RunConfig.parse(yaml, file.toString(), List.of())));
      Sweep sweep = new Sweep(configurations, c.plan().seeds(), c.plan().vary().stream().map(Axis::axis).toList(), Optional.ofNullable(c.plan().random()),
          Optional.ofNullable(c.plan().halving()).map(h -> new Halving(h.rungs(), h.factor())));
      List<SweepResult.Part> parts = c.parts().stream().map(Part::part).toList();
      return new Known(sweep, new SweepResult(c.name(), sweep.axes().stream().map(SweepAxis::key).toList(), parts, Optional.ofNullable(c.best())));
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(file.toString()) ? e : new InvalidInputException(file + ": " + e.getMessage(), e);
    } catch (JsonProcessingException | NullPointerException e) {
      throw new InvalidInputException(file + ": not the file of a sweep: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }
}
