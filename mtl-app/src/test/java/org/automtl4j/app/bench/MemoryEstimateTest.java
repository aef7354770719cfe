package org.automtl4j.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.automtl4j.app.cli.AutoMtl;
import org.automtl4j.train.loop.ProcessUsage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The memory that is foretold before the first step, beside what the process takes in the end: each phase in a process of its own, set up as the launcher does. */
@Tag("memory")
class MemoryEstimateTest {
  private static final double TOLERANCE = 0.2;
  private static final int MINUTES = 10;

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({"mobilenetv2, pre_train, 96", "mobilenetv2, policy_step, 96", "mobilenetv2, weight_step, 96", "mobilenetv2, post_train, 96",
      "resnet18, pre_train, 224", "resnet18, post_train, 224"})
  void theEstimateIsWithinAFifthOfThePeak(String backbone, String phase, int crop) throws Exception {
    assumeTrue(ProcessUsage.peakBytes().isPresent(), "the system does not tell how large a process is");
    Path output = temp.resolve("output.json");
    Path errors = temp.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:MaxNewSize=64m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20", "-Xmx2g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp",
        System.getProperty("java.class.path"), AutoMtl.class.getName(), "bench", "--backbone", backbone, "--phases", phase, "--batch", "2", "--crop",
        Integer.toString(crop), "--iters", "2", "--json"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    JsonNode figures = JsonMapper.builder().build().readTree(output.toFile()).at("/phases/" + phase);
    double ratio = figures.get("estimate_mib").asDouble() / figures.get("peak_rss_mib").asDouble();
    System.err.printf(Locale.ROOT, "%s %s: %.0f MiB foretold, %.0f MiB at the peak: ratio %.3f%n", backbone, phase, figures.get("estimate_mib").asDouble(),
        figures.get("peak_rss_mib").asDouble(), ratio);
    assertThat(ratio).isCloseTo(1, within(TOLERANCE));
  }
}
