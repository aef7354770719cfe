package org.automtl4j.app.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.graph.model.StepTimes;

/**
 * {@value RunFolder#LATENCY}: how long each step of inference takes here. It is measured once for a run, and for all seeds of a configuration, so that latencies of
 * one run, of one that was resumed, and of other seeds are sums of the same times.
 *
 * @param version of the file
 * @param machine where it was measured
 * @param threads of the numerical library
 * @param seconds by step
 */
record LatencyFile(@JsonProperty("format_version") int version, @JsonProperty("machine") String machine, @JsonProperty("threads") int threads,
    @JsonProperty("seconds") SortedMap<String, Double> seconds) {

  private static final int VERSION = 1;
  private static final int LARGEST = 16 << 20;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  LatencyFile {
    Objects.requireNonNull(machine, "machine");
    seconds = new TreeMap<>(Objects.requireNonNull(seconds, "seconds"));
  }

  /**
   * @param folder of a run; those of several seeds lie in one folder, and take what the first of them has left there
   * @param threads of the numerical library
   * @return what is known of steps on this machine; what is measured more is written into the folder at once
   * @throws InvalidInputException if there is a file that is damaged, or of a newer format
   */
  static StepTimes open(RunFolder folder, int threads) {
    Path own = folder.file(RunFolder.LATENCY);
    Path before = Files.isRegularFile(own) ? own : folder.path().toAbsolutePath().resolveSibling(RunFolder.LATENCY);
    Map<String, Double> known = Files.isRegularFile(before) ? read(before).on(here(), threads) : Map.of();
    StepTimes times = new StepTimes(known, measured -> write(folder, measured, threads));
    if (!known.isEmpty() && before != own) {
      write(folder, times, threads);
    }
    return times;
  }

  private static void write(RunFolder folder, StepTimes times, int threads) {
    try {
      folder.write(RunFolder.LATENCY,
          MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(new LatencyFile(VERSION, here(), threads, times.seconds())).replace("\r", "") + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write times of steps", e);
    }
  }

  private static LatencyFile read(Path file) {
    try {
      LatencyFile read = MAPPER.readValue(SmallFile.text(file, LARGEST), LatencyFile.class);
      if (read.version() < 1 || read.version() > VERSION) {
        throw new InvalidInputException(file + ": found format version " + read.version() + ", allowed: " + VERSION + "; delete the file, and it is measured anew");
      }
      if (read.seconds().values().stream().anyMatch(time -> !(time >= 0) || time.isInfinite())) {
        throw new InvalidInputException(file + ": found a time that is no number of seconds; delete the file, and it is measured anew");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": cannot be read as times of steps: " + e.getOriginalMessage().lines().findFirst().orElse("")
          + "; delete the file, and it is measured anew", e);
    }
  }

  /** What another machine takes tells nothing. */
  private Map<String, Double> on(String here, int hereThreads) {
    return machine.equals(here) && threads == hereThreads ? seconds : Map.of();
  }

  private static String here() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors";
  }
}
