package org.automtl4j.app.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.automtl4j.golden.GoldenFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenSummaryTest {
  @TempDir private Path folder;

  @Test
  void comparisonsAreReportedByCase() throws Exception {
    Path part = Files.writeString(folder.resolve("part.jsonl"), """
        {"case":"model/a","compared":"output","difference":1e-7,"tolerance":1e-5}
        {"case":"model/a","compared":"head","difference":0.5,"tolerance":1e-5}
        {"case":"model/b","compared":"output","difference":0.0,"tolerance":0.0}
        {"case":"model/b","compared":"loss","mended":"0 in place of NaN"}
        """);
    GoldenSummary summary = GoldenSummary.of(List.of(part, folder.resolve("of-a-module-without-cases.jsonl")));
    assertThat(summary.size()).isEqualTo(2);
    assertThat(summary.failed()).containsExactly("model/a");
    summary.write(folder.resolve("report.json"), "somewhere", List.of("not there: quirks.json"));
    JsonNode report = GoldenFolder.json(folder.resolve("report.json"));
    assertThat(report.get("cases").asInt()).isEqualTo(2);
    assertThat(report.get("comparisons").asInt()).isEqualTo(4);
    assertThat(report.get("mended").asInt()).isEqualTo(1);
    assertThat(report.at("/not_compared/0").asText()).isEqualTo("not there: quirks.json");
    assertThat(report.at("/results/model~1a/passed").asBoolean()).isFalse();
    assertThat(report.at("/results/model~1a/compared/1/difference").asDouble()).isEqualTo(0.5);
    assertThat(report.at("/results/model~1b/passed").asBoolean()).isTrue();
  }

  @Test
  void nothingToReportIsNoCase() {
    assertThat(GoldenSummary.of(List.of(folder.resolve("none.jsonl"))).size()).isZero();
  }

  @Test
  void kindsThatAFolderHasNotAndThoseThatNobodyKnowsAreNamed() throws Exception {
    for (String file : List.of("model/n01/case.json", "losses/losses.json", "datasets/golden_city.json", "adamtl/swin.json", "mtlnas/space.json", "mtlnas/gates.json", "mtlnas/gates.npz", "mtlnas/index.json", "mtlnas/loops.json", "mtlnas/traj/default.json",
        "balancing/steps.json", "other/case.json", "README.md")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), "{}");
    }
    assertThat(GoldenKinds.missing(folder)).containsExactly("model/aspp_full/", "model/checkpoints/", "model/trainer_e2e/", "model/full_models.json",
        "losses/metrics.json", "balancing/e2e.json", "balancing/quirks.json", "mtlnas/fusion.json", "mtlnas/nets.json", "mtlnas/full.json", "mtlnas/losses.json", "mtlnas/metrics.json",
        "mtlnas/data.json", "mtlnas/ckpt/case.json", "mtlnas/quirks.json",
        "adamtl/encoder/encoder.json", "adamtl/encoder/units.npz", "adamtl/checkpoints/imagenet_swin.pth", "adamtl/adaptive/adaptive.json", "adamtl/controllers/controllers.json",
        "adamtl/decoder/decoder.json", "adamtl/losses/losses.json", "adamtl/runs/runs.json", "prototxt_parse.json", "quirks.json");
    assertThat(GoldenKinds.unknown(folder)).containsExactly("adamtl/swin.json", "mtlnas/loops.json", "other/");
    assertThat(GoldenKinds.notCompared(folder, Set.of("mtlnas/full.json"))).hasSize(2).first().asString().startsWith("not in " + folder).contains("quirks.json");
    assertThat(GoldenKinds.notCompared(folder, Set.of())).last().asString().endsWith(": adamtl/swin.json, mtlnas/loops.json, other/");
    assertThat(GoldenKinds.notCompared(folder, Set.of("mtlnas/fusion.npz", "mtlnas/full.json"))).hasSize(3)
        .contains("cases left out for want of these in " + folder + ": mtlnas/fusion.npz");
  }

  @Test
  void filesForWantOfWhichTestsLeaveThemselvesOutAreNoCases() throws Exception {
    Path part = Files.writeString(folder.resolve("part.jsonl"), "{\"left_out\":\"mtlnas/full.json\"}\n");
    GoldenSummary summary = GoldenSummary.of(List.of(part));
    assertThat(summary.size()).isZero();
    assertThat(summary.wanting()).containsExactly("mtlnas/full.json");
  }

  @Test
  void onlyATestThatAGivenFolderHasNoFilesForMayBeSkipped() {
    String skipped = "<testcase name=\"a\"><skipped type=\"org.opentest4j.TestAbortedException\"><![CDATA[org.opentest4j.TestAbortedException: %sx\n at y]]></skipped></testcase>\n";
    assertThat(CollectGoldenReport.troubled(skipped.formatted(GoldenFolder.LEFT_OUT))).isFalse();
    assertThat(CollectGoldenReport.troubled(skipped.formatted("not today: "))).isTrue();
    assertThat(CollectGoldenReport.troubled(skipped.formatted(GoldenFolder.LEFT_OUT) + "<testcase><skipped/></testcase>")).isTrue();
    assertThat(CollectGoldenReport.troubled("<testcase><failure/></testcase>")).isTrue();
  }

  @Test
  void whereNothingIsFoundTheMessageSaysWhereAndWhatIsExpected() throws Exception {
    assertThat(CollectGoldenReport.nothing(folder.toString())).startsWith("no golden cases in " + folder + ": it is empty. Expected there")
        .contains("model/CASE/case.json", "losses/losses.json", "datasets/", "prototxt_parse.json", "quirks.json", "-Dautomtl.golden=DIR");
    assertThat(CollectGoldenReport.nothing(folder.resolve("typo").toString())).contains("there is no such folder");
    Files.writeString(folder.resolve("notes.txt"), "");
    assertThat(CollectGoldenReport.nothing(folder.toString())).contains("found only notes.txt");
  }
}
