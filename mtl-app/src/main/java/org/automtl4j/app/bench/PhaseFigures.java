package org.automtl4j.app.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.OptionalLong;
import org.automtl4j.plan.Work;

/**
 * What one phase took.
 *
 * @param median wall seconds of an iteration
 * @param min the shortest
 * @param max the longest
 * @param cpu processor seconds of an iteration, of all threads together, median
 * @param iterations how many were timed
 * @param peakRss largest resident memory of the process during the phase in MiB; null where the system does not tell
 * @param staticMemory weights, running statistics and the optimiser's state in MiB
 * @param estimate what was told before the first iteration that {@code peakRss} would be; null at inference
 * @param multiplyAdds of an iteration in convolutions and products of matrices, without taps that see only padding
 * @param movedBytes what the calls of an iteration read and write
 */
public record PhaseFigures(
    @JsonProperty("median_s") double median,
    @JsonProperty("min_s") double min,
    @JsonProperty("max_s") double max,
    @JsonProperty("cpu_s") double cpu,
    @JsonProperty("iters") int iterations,
    @JsonProperty("peak_rss_mib") @JsonInclude Double peakRss,
    @JsonProperty("static_mib") double staticMemory,
    @JsonProperty("estimate_mib") @JsonInclude Double estimate,
    @JsonProperty("multiply_adds") long multiplyAdds,
    @JsonProperty("moved_bytes") long movedBytes) {
  private static final double MEBIBYTE = 1 << 20;

  static PhaseFigures of(double[] wall, double[] cpu, OptionalLong peakRss, long staticBytes, OptionalLong estimate, Work work) {
    return new PhaseFigures(median(wall), Arrays.stream(wall).min().orElseThrow(), Arrays.stream(wall).max().orElseThrow(), median(cpu), wall.length,
        mebibytes(peakRss), staticBytes / MEBIBYTE, mebibytes(estimate), work.multiplyAdds(), work.bytes());
  }

  private static Double mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? bytes.getAsLong() / MEBIBYTE : null;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
