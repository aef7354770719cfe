package org.automtl4j.app.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.automtl4j.golden.GoldenFolder;
import org.junit.jupiter.api.Test;

/**
 * The last step of {@code ./mvnw verify -Pgolden}: writes the report of all modules, whose tests have gone on after failures so that it is complete. It fails
 * where a golden test has failed, where one was skipped for another reason than that a given folder has not got its files, and where there was nothing to compare.
 */
class CollectGoldenReport {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<Path> MODULES = Stream.of("mtl-core", "mtl-plan", "mtl-data", "mtl-graph", "mtl-train", "mtl-app").map(ROOT::resolve).toList();

  @Test
  void everyGoldenTestHasPassedAndIsReported() throws IOException {
    String run = System.getProperty("automtl.golden.run", "");
    List<Path> parts = MODULES.stream().map(module -> module.resolve("target").resolve("golden").resolve(run + ".jsonl")).toList();
    GoldenSummary summary = GoldenSummary.of(parts);
    String folder = GoldenFolder.isGiven() ? GoldenFolder.root().toAbsolutePath().normalize().toString() : "the test resources";
    if (summary.size() == 0) {
      throw new AssertionError(nothing(folder));
    }
    Path report = ROOT.resolve("target/golden-report.json");
    Files.createDirectories(report.getParent());
    List<String> notCompared = GoldenFolder.isGiven() ? GoldenKinds.notCompared(Path.of(folder), summary.wanting()) : List.of();
    summary.write(report, folder, notCompared);
    System.out.println(summary + "; report: " + report);
    notCompared.forEach(System.out::println);
    for (Path part : parts) {
      Files.deleteIfExists(part);
    }
    assertThat(summary.failed()).as("golden cases with a difference above the tolerance, see %s", report).isEmpty();
    assertThat(troubled()).as("golden tests that failed or were skipped, see surefire-reports of the modules").isEmpty();
  }

  /** Where was looked, what was found, and what is expected there. */
  static String nothing(String folder) {
    String[] files = Path.of(folder).toFile().list();
    String names = files == null ? "" : String.join(", ", Stream.of(files).sorted().toList());
    String found = files == null ? "there is no such folder" : names.isEmpty() ? "it is empty" : "found only " + names;
    return "no golden cases in " + folder + ": " + found + ". Expected there, all or some of: " + GoldenKinds.all() + ". Name the folder with -Dautomtl.golden=DIR; without it the copies in the modules' test resources are used";
  }

  private static List<String> troubled() throws IOException {
    List<String> troubled = new ArrayList<>();
    for (Path module : MODULES) {
      Path reports = module.resolve("target/surefire-reports");
      if (Files.isDirectory(reports)) {
        try (Stream<Path> files = Files.list(reports)) {
          for (Path file : files.filter(f -> f.getFileName().toString().matches("TEST-.*GoldenTest\\.xml")).sorted().toList()) {
            if (troubled(Files.readString(file))) {
              troubled.add(file.getFileName().toString());
            }
          }
        }
      }
    }
    return troubled;
  }

  /** Whether a report of surefire tells a failure, or a skipped test that has not left itself out for want of a file. */
  static boolean troubled(String report) {
    return Pattern.compile("<failure|<error|<skipped(?! [^>]*>[^\\n]*: " + GoldenFolder.LEFT_OUT + ")").matcher(report).find();
  }
}
