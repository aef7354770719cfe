package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.automtl4j.app.report.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C on a terminal, where libraries for terminals would take the signal away: nothing is lost. */
class CtrlCTest {
  private static final List<String> LONG = List.of("--set", "preTraining.iterations=1000000", "--set", "checkpoints.every=0", "--set", "validation.every=0", "--set",
      "stages=[PRE]", "--set", "baselines=[]");
  private static final String STOPPED = "interrupted: stopped in stage pre-train after ";

  @TempDir Path temp;

  @BeforeEach
  void aTerminal() throws Exception {
    Pty.assumeTerminals();
  }

  private Pty java(Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return Pty.start(temp, command);
  }

  private static List<String> run(Path config, Path run) {
    return Stream.concat(Stream.of("run", config.toString(), "--out", run.toString()), LONG.stream()).toList();
  }

  private static void assertStopped(Pty terminal, Path run, String command) throws IOException {
    assertThat(terminal.text()).contains(STOPPED).contains("; to go on: " + command + " run --resume " + run).doesNotContain("\tat ");
    try (Stream<Path> files = Files.walk(run.resolve(RunFolder.CHECKPOINTS))) {
      assertThat(files.filter(p -> p.toString().endsWith(".state"))).as("checkpoints").isNotEmpty();
    }
  }

  @Test
  void aRunWritesACheckpointSaysHowToGoOnAndEndsWithCode130() throws Exception {
    Path config = ResumeCommandTest.config(temp);
    Path run = temp.resolve("run");
    try (Pty terminal = java(AutoMtl.class, run(config, run))) {
      terminal.waitFor(" left, ");
      terminal.ctrlC();
      assertThat(terminal.end()).as(terminal.text()).isEqualTo(130);
      assertStopped(terminal, run, "automtl");
      assertThat(terminal.lines()).filteredOn(line -> line.contains("/1000000")).isNotEmpty().allMatch(line -> line.length() < 80)
          .noneMatch(line -> line.contains("interrupted"));
    }
  }

  @Test
  void aRunOfTheLauncherDoesTheSame() throws Exception {
    Path config = ResumeCommandTest.config(temp);
    Path run = temp.resolve("run");
    Path launcher = launcher(temp.resolve("a tree"));
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(run(config, run));
    try (Pty terminal = Pty.start(temp, command)) {
      terminal.waitFor(" left, ");
      terminal.ctrlC();
      assertThat(terminal.end()).as(terminal.text()).isEqualTo(130);
      assertStopped(terminal, run, launcher.toString());
    }
  }

  /** The launcher, with a distribution beside it that holds nothing but the way to this build's classes. */
  private static Path launcher(Path root) throws IOException {
    Path lib = Files.createDirectories(root.resolve("target/automtl/lib"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(lib.resolve("all.jar")); JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
    Files.createFile(root.resolve("target/automtl/stamp"));
    Path launcher = root.resolve("automtl");
    Files.copy(Path.of("../automtl"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return launcher;
  }

  @Test
  void beforeTheFirstIterationThereIsOneLineAndNoFolder() throws Exception {
    Path config = ResumeCommandTest.config(temp);
    Path run = temp.resolve("run");
    List<String> measuredLong = new ArrayList<>(run(config, run));
    measuredLong.addAll(List.of("--set", "batch=64", "--set", "data.size=[256, 256]"));
    try (Pty terminal = java(AutoMtl.class, measuredLong)) {
      terminal.waitFor("Measuring");
      terminal.ctrlC();
      assertThat(terminal.end()).as(terminal.text()).isEqualTo(130);
      assertThat(terminal.lines()).last().asString().endsWith("automtl run: interrupted before training began; there is nothing to resume");
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void aProgramThatShowsProgressKeepsItsOwnShutdownHook() throws Exception {
    try (Pty terminal = java(ProgramWithHook.class, List.of())) {
      terminal.waitFor("100/100");
      terminal.ctrlC();
      assertThat(terminal.end()).as(terminal.text()).isEqualTo(130);
      assertThat(terminal.text()).contains("saved by the program's own hook");
      assertThat(terminal.lines()).anyMatch(line -> line.startsWith("search pre-train   0 % [>         ] 0/100"))
          .anyMatch(line -> line.startsWith("search pre-train 100 % [==========] 100/100 0:00:00 left, depth 0.5000"));
    }
  }
}
