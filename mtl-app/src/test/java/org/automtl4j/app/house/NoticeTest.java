package org.automtl4j.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a distribution holds stands in the NOTICE, and what is old in it in SECURITY.md. */
class NoticeTest {
  private static final Path ROOT = Path.of("..");
  /** Libraries of tests, and our own. */
  private static final List<String> NOT_IN_A_DISTRIBUTION = List.of("mtl-", "junit-", "assertj-", "archunit", "onnxruntime", "opentest4j", "apiguardian", "byte-buddy",
      "surefire", "jspecify");

  private static Set<String> libraries() {
    Set<String> names = new TreeSet<>();
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(entry -> Path.of(entry).getFileName().toString())
        .filter(name -> name.endsWith(".jar") && NOT_IN_A_DISTRIBUTION.stream().noneMatch(name::startsWith))
        .forEach(name -> names.add(name.replaceFirst("-\\d.*", "")));
    return names;
  }

  @Test
  void everyLibraryOfADistributionIsNamed() throws Exception {
    String notice = Files.readString(ROOT.resolve("NOTICE"));
    assertThat(libraries()).hasSizeGreaterThan(30).allSatisfy(name -> assertThat(notice).as("NOTICE names " + name).containsPattern("\\b" + name + "\\b"));
  }

  @Test
  void theVersionsOfLiftedLibrariesAreThoseOfTheSecurityPage() throws Exception {
    String page = Files.readString(ROOT.resolve("SECURITY.md"));
    String jars = System.getProperty("java.class.path");
    assertThat(List.of("commons-compress", "commons-net", "commons-io", "commons-codec")).allSatisfy(name -> {
      String version = jars.replaceFirst("(?s).*/" + name + "-([0-9.]+)\\.jar.*", "$1");
      assertThat(page).as(name + " " + version).containsPattern("\\| " + name + " \\| [0-9.]+ \\| " + version + " \\|");
    });
    assertThat(libraries()).doesNotContain("gson", "jline", "progressbar");
  }
}
