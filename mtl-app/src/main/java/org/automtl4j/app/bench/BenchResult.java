package org.automtl4j.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, and on what.
 *
 * @param backbone the backbone's name
 * @param tasks how many
 * @param batch images in a step
 * @param crop rows and columns of an image
 * @param threads of an operation
 * @param backend what computed
 * @param architecture the hard policy of {@code post_train} and inference, in the format of architecture files
 * @param rates how fast the machine was at the end
 * @param phases figures by phase
 */
public record BenchResult(
    @JsonProperty("backbone") String backbone,
    @JsonProperty("tasks") int tasks,
    @JsonProperty("batch") int batch,
    @JsonProperty("crop") int crop,
    @JsonProperty("threads") int threads,
    @JsonProperty("backend") String backend,
    @JsonProperty("architecture") @JsonRawValue String architecture,
    @JsonProperty("rates") MachineRates rates,
    @JsonProperty("phases") Map<String, PhaseFigures> phases) {

  /** @return one JSON object, with a line feed at the end */
  public String toJson() {
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a measurement", e);
    }
  }

  /** @return lines for people */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%s, %d tasks, batch %d, crop %d, threads %d%n%s%n", backbone, tasks, batch, crop, threads, backend));
    text.append(String.format(Locale.ROOT, "%.1f G multiply-adds/s in a plain convolution, %.1f GB/s in copying%n", rates.multiplyAdds() * 1e-9, rates.bytes() * 1e-9));
    text.append(String.format(Locale.ROOT, "%n%-12s %9s %9s %9s %12s %6s %9s %9s %11s %9s%n", "phase", "median s", "min s", "max s", "processor s", "iters",
        "peak MiB", "foretold", "static MiB", "G mul-add"));
    phases.forEach((phase, f) -> text.append(String.format(Locale.ROOT, "%-12s %9.3f %9.3f %9.3f %12.3f %6d %9s %9s %11.0f %9.1f%n", phase, f.median(), f.min(), f.max(),
        f.cpu(), f.iterations(), rounded(f.peakRss()), rounded(f.estimate()), f.staticMemory(), f.multiplyAdds() * 1e-9)));
    return text.toString();
  }

  private static String rounded(Double mebibytes) {
    return mebibytes == null ? "?" : Long.toString(Math.round(mebibytes));
  }
}
