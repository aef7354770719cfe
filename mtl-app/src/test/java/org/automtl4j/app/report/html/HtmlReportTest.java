package org.automtl4j.app.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The page is made of whatever there is, is well-formed, and asks for nothing. Folders are written by hand here; the runs of {@code RunCommandTest} make real
 * ones.
 */
class HtmlReportTest {
  @TempDir Path temp;

  private static final String ARCHITECTURE = """
      {"format": "automtl4j-architecture", "version": 1, "backbone": "demo", "tasks": {
        "depth_zbuffer": {"0:conv1": "shared", "3:conv2": "shared", "6:conv3": "specific", "9:conv4": "skip"},
        "normal": {"0:conv1": "shared", "3:conv2": "specific", "6:conv3": "shared", "9:conv4": "shared"}}}
      """;
  private static final String RESULT = """
      {"format_version": 1, "name": "demo", "seed": 1, "metrics": {
        "single": {"depth_zbuffer": {"abs_error": 0.5}, "normal": {"angle_mean": 20.0}},
        "hard": {"depth_zbuffer": {"abs_error": 0.45}, "normal": {"angle_mean": 21.0}},
        "search": {"depth_zbuffer": {"abs_error": 0.4}, "normal": {"angle_mean": 19.0}}},
       "delta": {"single": 0.0, "hard": 0.025, "search": %s}, "backbone_parameters": {"single": 200, "hard": 100, "search": 150},
       "parameters": {"single": 240, "hard": 120, "search": 180}, "macs": {"single": 1000, "hard": 400, "search": 900},
       "policy_confidence": {"depth_zbuffer": 0.9, "normal": 0.8}, "seconds": {"pre": 1, "search": 2, "post": 3, "hard": 1, "single": 2},
       "candidates": [{"source": "policy", "backbone_parameters": 150, "parameters": 180, "macs": 900, "delta_validation": 0.02, "taken": true},
         {"source": "policy", "backbone_parameters": 100, "parameters": 120, "macs": 400, "delta_validation": -0.02, "taken": false}]}
      """;

  private RunFolder folder(String name, String... settings) {
    RunFolder folder = RunFolder.at(temp.resolve(name), false);
    folder.write(RunFolder.CONFIG, RunConfig.resolve("demo",
        List.of("tasks=[{name: depth_zbuffer, kind: DEPTH, head: conv1x1}, {name: normal, kind: NORMALS, head: conv1x1}]",
        "data={layout: synthetic, size: [16, 16], train: 4, val: 2, test: 2}")).with(settings).toYaml());
    return folder;
  }

  private static String metrics(int iterations) {
    StringBuilder lines = new StringBuilder("{\"event\":\"started\",\"formatVersion\":1}\n{\"event\":\"stageStarted\",\"model\":\"search\",\"stage\":\"policy-train\",\"iterations\":50}\n");
    IntStream.range(0, iterations).forEach(i -> {
      lines.append("{\"event\":\"iteration\",\"model\":\"search\",\"stage\":\"policy-train\",\"phase\":\"weights\",\"iteration\":").append(i)
          .append(",\"losses\":{\"depth_zbuffer\":").append(1.0 / (i + 1)).append(",\"normal\":\"NaN\"},\"regularisers\":{\"normal\":2},\"learningRate\":0.01,\"temperature\":")
              .append(5.0 - i * 0.1).append("}\n");
      lines.append("{\"event\":\"policies\",\"model\":\"search\",\"stage\":\"policy-train\",\"iteration\":").append(i)
          .append(",\"probabilities\":{\"depth_zbuffer\":{\"0:conv1\":[0.7,0.2,0.1],\"3:conv2\":[0.3,0.6,0.1]},\"normal\":{\"0:conv1\":[0.6,0.4,0],\"3:conv2\":[0.2,0.2,0.6]}}}\n");
    });
    return lines.toString();
  }

  @Test
  void batchesWithoutAKnownLabelAreTold() {
    RunFolder run = folder("sparse");
    run.write(RunFolder.METRICS, metrics(3) + "{\"event\":\"stageEnded\",\"model\":\"search\",\"stage\":\"policy-train\",\"iterations\":3,\"seconds\":1,"
        + "\"batchesWithoutLabel\":{\"normal\":2}}\n");
    assertThat(parsed(HtmlReport.of(run)).getDocumentElement().getTextContent())
        .contains("policy-train: 2 of the batches of task 'normal' had no known label, and nothing was learnt from them.");
  }

  private static Document parsed(String page) {
    assertThat(page).startsWith("<!DOCTYPE html>\n");
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder()
          .parse(new ByteArrayInputStream(page.substring(page.indexOf('\n')).getBytes(StandardCharsets.UTF_8)));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  private static String text(Document page) {
    return page.getDocumentElement().getTextContent().replace('\u00a0', ' ');
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @Test
  void aRunThatHasJustBegunHasAPage() {
    Document page = parsed(HtmlReport.of(folder("new")));
    assertThat(text(page)).contains("Not finished: ").contains("no stage has begun").contains("policySearch:");
  }

  @Test
  void aRunThatIsGoingOnShowsHowFarItIsAndWhatItsPoliciesSayNow() throws IOException {
    RunFolder folder = folder("going on");
    Files.writeString(folder.file(RunFolder.METRICS), metrics(12) + "{\"event\":\"validation\",\"model\":\"search\",\"stage\":\"policy-train\",\"iteration\":12,"
        + "\"losses\":{\"depth_zbuffer\":0.5},\"metrics\":{\"depth_zbuffer\":{\"abs_error\":0.4}}}\n{\"event\":\"iteration\",\"model\":\"sea");
    Document page = parsed(HtmlReport.of(folder));
    assertThat(text(page)).contains("stage policy-train, iteration 12 of 50").contains("1 line of metrics.jsonl could not be read")
        .contains("Nothing is decided yet")
        .contains("Policy regulariser").contains("On the validation split").contains("Loss of depth_zbuffer")
        .contains("How the policies moved").contains("Learning curves").contains("specific .60").contains("skip .60").doesNotContain("Results");
  }

  @Test
  void aFinishedRunShowsItsTableItsArchitectureAndWhatPairsShare() {
    RunFolder folder = folder("finished");
    folder.write(RunFolder.RESULT, RESULT.replace("%s", "0.125"));
    folder.write(RunFolder.ARCHITECTURE, ARCHITECTURE);
    folder.write(RunFolder.METRICS, metrics(50));
    Document page = parsed(HtmlReport.of(folder));
    assertThat(text(page)).contains("12.5 % better than a model of its own for every task, with 75 % of their backbone parameters").contains("+12.5 %")
        .contains("hard sharing").contains("1, taken+2.0 %150 (75 %)180 (75 %)900 (90 %)".replace('\u00a0', ' '))
        .contains("depth_zbuffer & normal").contains("1 of 4").contains("Cost of each layer").doesNotContain("Not finished");
    assertThat(elements(page, "strong").stream().map(Element::getTextContent)).as("the best of each row").contains("0.4000", "19.00").doesNotContain("20.00");
  }

  @Test
  void theMeanIouThatCountsHasTheDotAndFiguresOfTheFirstFormatHaveTheirNamesOfNow() {
    String result = """
        {"format_version": %s, "name": "demo", "seed": 1, "metrics": {"single": {"seg": {%s}}, "search": {"seg": {%s}}}}""";
    String tasks = "tasks=[{name: seg, kind: SEGMENTATION, outputs: 3, head: conv1x1}, {name: depth_zbuffer, kind: DEPTH, head: conv1x1}]";
    RunFolder before = folder("before", tasks, "compat.meanIou=HIT_CLASSES");
    before.write(RunFolder.RESULT, result.formatted(1, "\"miou\": 0.6, \"miou_present\": 0.4", "\"miou\": 0.7, \"miou_present\": 0.3"));
    before.write(RunFolder.METRICS, """
        {"event":"started","formatVersion":1}
        {"event":"validation","model":"search","stage":"post-train","iteration":2,"metrics":{"seg":{"miou":0.9,"miou_present":0.2}}}
        {"event":"started","formatVersion":2}
        {"event":"validation","model":"search","stage":"post-train","iteration":4,"metrics":{"seg":{"miou":0.3}}}
        {"event":"iteration","model":"search","stage":"post-train","phase":"weights","iteration":3,"losses":{"seg":0.5},"learningRate":0.1}
        """);
    RunFolder now = folder("now", tasks);
    now.write(RunFolder.RESULT, result.formatted(2, "\"miou\": 0.4", "\"miou\": 0.3"));
    String page = text(parsed(HtmlReport.of(before)));
    assertThat(page).contains("mIoU ↑0.30000.4000").contains("mIoU, only classes that are hit ↑ •0.70000.6000").contains("mIoU of seg ↑").doesNotContain("miou_present");
    assertThat(text(parsed(HtmlReport.of(now)))).contains("mIoU ↑ •0.30000.4000").doesNotContain("only classes that are hit");
    assertThat(TrainingLog.read(before.file(RunFolder.METRICS)).stage("search", "post-train").orElseThrow().validationCurves().get("seg").get("miou"))
        .containsExactly(new double[] {2, 0.2}, new double[] {4, 0.3});
  }

  @Test
  void namesCannotBecomeMarkup() {
    String odd = org.automtl4j.app.report.html.Element.of("p", "a & b < c > \"d\" \u0001").set("title", "\"><i>").toString();
    assertThat(odd).isEqualTo("<p title=\"&quot;&gt;&lt;i&gt;\">a &amp; b &lt; c &gt; &quot;d&quot; \ufffd</p>");
    RunFolder folder = folder("script");
    folder.write(RunFolder.RESULT, RESULT.replace("%s", "0.1").replace("\"hard\"", "\"<script>alert('x')</script>\""));
    folder.write(RunFolder.ARCHITECTURE, ARCHITECTURE.replace("\"depth_zbuffer\"", "\"<script>\"").replace("3:conv2", "3:<img src=x onerror=alert(1)>"));
    folder.write(RunFolder.METRICS, metrics(5).replace("\"depth_zbuffer\"", "\"<script>\"").replace("0:conv1", "0:\\\"><script>")
        .replace("policy-train", "<b onload='x'>"));
    String html = HtmlReport.of(folder);
    Document page = parsed(html);
    assertThat(elements(page, "script")).isEmpty();
    assertThat(elements(page, "b")).allSatisfy(b -> assertThat(b.getAttributes().getLength()).isZero());
    assertThat(text(page)).contains("<script>alert('x')</script>").contains("<script>");
    assertThat(html).doesNotContain("<script");
  }

  @Test
  void thePageAsksForNothing() {
    RunFolder folder = folder("finished");
    folder.write(RunFolder.RESULT, RESULT.replace("%s", "0.125"));
    folder.write(RunFolder.ARCHITECTURE, ARCHITECTURE);
    folder.write(RunFolder.METRICS, metrics(20));
    String html = HtmlReport.of(folder);
    assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("url(").doesNotContain("@import").doesNotContain("<script")
        .doesNotContain("<link");
    assertThat(elements(parsed(html), "img")).allSatisfy(image -> assertThat(image.getAttribute("src")).startsWith("data:"));
    assertThat(elements(parsed(html), "a")).allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
    assertThat(elements(parsed(html), "meta").stream().map(m -> m.getAttribute("content"))).anyMatch(c -> c.startsWith("default-src 'none'"));
  }

  @Test
  void filesThatAreDamagedBecomeNotesAndTheRestIsShown() {
    RunFolder folder = folder("damaged", "backbone=nosuch");
    folder.write(RunFolder.RESULT, "{\"format_version\": 99}");
    folder.write(RunFolder.ARCHITECTURE, "{}");
    folder.write(RunFolder.METRICS, "nonsense\n\n" + metrics(3));
    folder.write(RunFolder.PROVENANCE, "[]");
    assertThat(text(parsed(HtmlReport.of(folder)))).contains("found format version 99").contains("architecture").contains("1 line of metrics.jsonl")
        .contains("The backbone cannot be read").contains("provenance.json").contains("Learning curves");
  }

  @Test
  void seedsOfOneConfigurationAreSummedUpAndConfigurationsCompared() {
    List<RunFolder> folders = List.of(folder("one", "seed=1"), folder("two", "seed=2"), folder("other", "seed=1", "policySearch.lambda=0.5"));
    double[] deltas = {0.10, 0.20, 0.05};
    for (int i = 0; i < 3; i++) {
      folders.get(i).write(RunFolder.RESULT, RESULT.replace("%s", Double.toString(deltas[i])));
      folders.get(i).write(RunFolder.ARCHITECTURE, ARCHITECTURE.replace("\"3:conv2\": \"specific\"", "\"3:conv2\": \"" + (i == 1 ? "specific" : "shared")
          + "\""));
    }
    Document seeds = parsed(HtmlReport.comparing(folders.subList(0, 2), temp));
    assertThat(text(seeds)).contains("2 runs of 1 configuration").contains("+15.0 % ± 7.1 %").contains("What the seeds agree on").contains(".50");
    assertThat(elements(seeds, "a").stream().map(a -> a.getAttribute("href"))).contains("one/report.html", "two/report.html");
    assertThat(text(parsed(HtmlReport.comparing(folders, temp)))).contains("3 runs of 2 configurations").contains("policySearch.lambda").contains("A: demo")
        .contains("B: demo")
        .contains("+5.0 %");
  }

  @Test
  void whatIsNoRunIsRefused() {
    assertThatThrownBy(() -> RunFolder.open(temp)).isInstanceOf(InvalidInputException.class);
  }
}
