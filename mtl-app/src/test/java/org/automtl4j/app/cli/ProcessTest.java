package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: exit codes, the two streams, and what is loaded. */
class ProcessTest {
  @TempDir Path temp;

  private record Finished(int code, String out, String err) {}

  private Finished run(List<String> options, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), AutoMtl.class.getName()));
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Finished(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void theVersionLoadsNothingOfNd4j() throws Exception {
    Path classes = temp.resolve("classes");
    Finished version = run(List.of("-Xlog:class+load:file=" + classes), "--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("automtl ");
    assertThat(Files.readString(classes)).contains("org.automtl4j.app.cli.AutoMtl").doesNotContain("org.nd4j", "org.bytedeco");
  }

  @Test
  void jsonIsAllThatStandsOnStandardOutput() throws Exception {
    Finished inspected = run(List.of(), "inspect", "demo", "--json", "--verbose");
    assertThat(inspected.code()).isZero();
    assertThat(new ObjectMapper().readTree(inspected.out()).get("backbone").asText()).isEqualTo("demo");
  }

  @Test
  void wrongInputEndsWithCodeTwoAndOneLineOnStandardError() throws Exception {
    Finished wrong = run(List.of(), "run", "demo", "--set", "batch=none");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err().lines()).hasSize(1);
  }
}
