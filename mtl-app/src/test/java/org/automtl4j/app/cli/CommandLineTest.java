package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.app.config.RunConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  /** What a command did. */
  record Outcome(int code, String out, String err) {}

  static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = AutoMtl.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  private static String[] split(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }

  @Test
  void theVersionIsTheBuilds() {
    Outcome outcome = run("--version");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().strip()).matches("automtl \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "config --help", "inspect -h", "doctor --help"})
  void everyCommandExplainsItself(String line) {
    Outcome outcome = run(split(line));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("Usage: automtl").contains("--verbose");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theReadyConfigurationsAreListedAndPrinted() {
    Outcome list = run("config");
    assertThat(list.code()).isZero();
    assertThat(list.out()).startsWith("demo  The five-minute demo");
    Outcome demo = run("config", "demo");
    assertThat(demo.code()).isZero();
    assertThat(demo.out()).isEqualTo(RunConfig.text("demo"));
  }

  @Test
  void inspectPrintsEveryLayerWithItsChoicesAndTheTotals() {
    Outcome outcome = run("inspect", "demo", "--tasks", "3");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().filter(line -> line.contains(" Convolution "))).hasSize(11).allMatch(line -> line.contains("shared, specific, skip"));
    assertThat(outcome.out()).contains("3 tasks choose at 11 layers: about 10^15.7 architectures").contains("input 3x48x48");
  }

  @Test
  void inspectSaysWhereNothingCanBeSkipped(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("valid.prototxt");
    Files.writeString(file, """
        name: "valid"
        input: "data"
        input_dim: [1, 3, 8, 8]
        layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 } }
        """);
    assertThat(run("inspect", file.toString()).out()).contains("4x6x6").contains("shared, specific (no skip: padding does not fit)")
        .contains("2 tasks choose at 1 layer: about 10^0.6");
    assertThat(run("inspect", file.toString(), "--tasks", "1").out()).contains("1 task: nothing to choose").doesNotContain("specific");
  }

  @Test
  void inspectPrintsExactlyOneJsonObjectWhenAsked() throws Exception {
    Outcome outcome = run("inspect", "demo", "--json", "--input", "3x96x64", "--tasks", "2");
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertThat(outcome.code()).isZero();
    assertThat(json.at("/input/height").intValue()).isEqualTo(96);
    assertThat(json.at("/layers/0/choices")).hasSize(3);
    assertThat(json.at("/layers/0/shape/width").intValue()).isEqualTo(32);
    assertThat(json.get("policy_nodes").intValue()).isEqualTo(11);
    long sum = 0;
    for (JsonNode layer : json.get("layers")) {
      sum += layer.get("macs").longValue();
    }
    assertThat(json.get("macs").longValue()).isEqualTo(sum).isPositive();
  }

  @Test
  void inspectTellsSitesAndEdgesOfCopiesThatAreFused() throws Exception {
    Outcome outcome = run("inspect", "vgg16_largefov", "--method", "mtl-nas");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("12:relu5_3").contains("2 tasks, 13 sites, 48 edges").contains("fusions, all edges open: 10,838,528 parameters");
    JsonNode json = new ObjectMapper().readTree(run("inspect", "vgg16", "--method", "nddr", "--tasks", "3", "--json").out());
    assertThat(json.get("edges").intValue()).isEqualTo(6 * json.get("sites").size()).isPositive();
    assertThat(json.get("tasks")).hasSize(3);
  }

  @Test
  void theDoctorNamesBackendAndLimits() {
    Outcome outcome = run("doctor");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("automtl ").contains("Java " + System.getProperty("java.version")).contains("ND4J 1.0.0-M2.1").contains("heap up to")
        .containsPattern("problems? found");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                            | automtl: Missing required subcommand
      fly                           | automtl: Unmatched argument at index 0: 'fly'
      confg                         | automtl: Unmatched argument at index 0: 'confg'; did you mean
      --verison                     | automtl: Unknown option: '--verison'; did you mean '--version' or '--verbose'?
      config demo extra             | automtl config: Unmatched argument at index 2: 'extra'
      config nosuch                 | automtl config: there is no ready configuration 'nosuch'
      config dmeo                   | automtl config: there is no ready configuration 'dmeo'; did you mean 'demo'?
      inspect                       | automtl inspect: Missing required parameter: 'BACKBONE'
      inspect nosuch                | automtl inspect:
      inspect nosuch.prototxt       | automtl inspect:
      inspect demo --input          | automtl inspect: Missing required parameter for option '--input' (CxHxW)
      inspect demo --input 3x48     | automtl inspect: --input: found '3x48', allowed: CxHxW such as 3x224x224
      inspect demo --input axbxc    | automtl inspect: --input: found 'axbxc'
      inspect demo --input 3x0x48   | automtl inspect: --input: found 3x0x48, allowed: at least 1x1x1
      inspect demo --input 4x48x48  | automtl inspect: backbone 'demo': found an input of 4x48x48, allowed: 3 channels
      inspect demo --tasks 0        | automtl inspect: --tasks: found 0, allowed: a whole number of at least 1
      inspect demo --tasks two      | automtl inspect: Invalid value for option '--tasks': 'two' is not an int
      inspect demo --tasks 2 --tasks 3 | automtl inspect: option '--tasks' (N) should be specified only once
      inspect demo --method nas     | automtl inspect: --method: found 'nas', allowed: automtl, mtl-nas, nddr
      inspect demo --method mtl-nas --tasks 1 | automtl inspect: --tasks: found 1, allowed: a whole number of at least 2 for method mtl-nas
      inspect demo --jsno           | automtl inspect: Unknown option: '--jsno'; did you mean '--json'
      doctor now                    | automtl doctor: Unmatched argument at index 1: 'now'
      """)
  void aWrongCommandLineIsOneClearLineAndExitCodeTwo(String line, String message) {
    Outcome outcome = run(split(line));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith(message).doesNotContain("\tat ");
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void whatAFileSmugglesInNeverReachesTheTerminal(@TempDir Path folder) throws Exception {
    String net = "input_dim: [1, 3, 8, 8] layer { name: \"a\\033]0;title\\007\" type: \"@\" bottom: \"data\" top: \"c\" convolution_param { num_output: 2 kernel_size: 1 } }";
    Outcome refused = run("inspect", Files.writeString(folder.resolve("a.prototxt"), net.replace("@", "Conv\\033[31m")).toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("a?]0;title?").contains("Conv?[31m").doesNotContain("\u001b").doesNotContain("\u0007");
    Outcome shown = run("inspect", Files.writeString(folder.resolve("b.prototxt"), net.replace("@", "Convolution")).toString());
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("a?]0;title?").doesNotContain("\u001b");
  }

  @Test
  void aWrongFileIsNamedAndItsStackTraceShownOnlyWhenAsked(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("broken.prototxt"), "layer {");
    Outcome short1 = run("inspect", file.toString());
    assertThat(short1.code()).isEqualTo(2);
    assertThat(short1.err()).contains("broken.prototxt").doesNotContain("\tat ");
    Outcome verbose = run("inspect", "--verbose", file.toString());
    assertThat(verbose.code()).isEqualTo(2);
    assertThat(verbose.err()).startsWith(short1.err()).contains("\tat ");
    assertThat(run("inspect", folder.toString()).code()).isEqualTo(2);
  }
}
