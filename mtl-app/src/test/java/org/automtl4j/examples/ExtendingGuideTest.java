package org.automtl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.loss.LossTerm;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.evaluate.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The examples of docs/extending.md and docs/own-data.md are the classes of this folder, and they run. To write their text into the page anew: {@code
 * -Dautomtl.regenerate=true}.
 */
class ExtendingGuideTest {
  private static final Path SOURCES = Path.of("src", "test", "java", "org", "automtl4j", "examples");
  private static final Pattern BLOCK = Pattern.compile("<!-- source: (\\w+)\\.java -->\\R```java\\R(.*?)```\\R", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({"extending.md, 'Stripes HuberLoss WithinMetric ContextHead OwnParts'", "own-data.md, Robot"})
  void thePagesShowTheExamplesAsTheyAre(String name, String examples) throws Exception {
    Path file = Path.of("..", "docs", name);
    String page = Files.readString(file, StandardCharsets.UTF_8);
    Matcher blocks = BLOCK.matcher(page);
    StringBuilder renewed = new StringBuilder();
    List<String> shown = new ArrayList<>();
    while (blocks.find()) {
      String source = Files.readString(SOURCES.resolve(blocks.group(1) + ".java"), StandardCharsets.UTF_8).replaceFirst("(?s)^package .*?;\\R+", "");
      blocks.appendReplacement(renewed, Matcher.quoteReplacement("<!-- source: " + blocks.group(1) + ".java -->\n```java\n" + source + "```\n"));
      shown.add(blocks.group(1));
    }
    blocks.appendTail(renewed);
    if (Boolean.getBoolean("automtl.regenerate")) {
      Files.writeString(file, renewed, StandardCharsets.UTF_8);
    }
    assertThat(shown).containsExactly(examples.split(" "));
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).as(file + "; write it anew with -Dautomtl.regenerate=true").isEqualTo(renewed.toString());
  }

  @Test
  void ownDataSetLossMetricAndHeadTrainTogether() {
    Evaluation evaluation = OwnParts.run(3);
    List<MetricValue> own = evaluation.metrics().get("distance");
    assertThat(own).hasSize(1);
    assertThat(own.get(0).name()).isEqualTo("within");
    assertThat(own.get(0).value()).isBetween(0.0, 1.0);
    assertThat(evaluation.metrics().get("stripe").stream().map(MetricValue::name)).contains("pixel_accuracy");
  }

  @Test
  void theLossIsHubers() {
    // Errors 0.2 (quadratic: 0.02) and 2 (linear: 0.5 * 2 - 0.125); the third pixel is unknown.
    SameDiff sd = SameDiff.create();
    SDVariable prediction = sd.var("prediction", Nd4j.createFromArray(1.2f, 5, 7).reshape(1, 1, 1, 3));
    SDVariable label = sd.placeHolder("label", DataType.FLOAT, -1, 1, 1, 3);
    LossTerm term = new HuberLoss(0.5).build(sd, prediction, label, Optional.empty());
    Map<String, INDArray> found = sd.output(Map.of("label", Nd4j.createFromArray(1f, 3, 0).reshape(1, 1, 1, 3)), term.value().name(), term.validCount().name());
    assertThat(found.get(term.value().name()).getDouble(0)).isCloseTo((0.02 + 0.875) / 2, offset(1e-5));
    assertThat(found.get(term.validCount().name()).getDouble(0)).isEqualTo(2);
  }

  @Test
  void theHalvesOfTheStripesMakeUpTheirTrainingSplit() {
    Stripes data = new Stripes(16, 16, 3, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(data.sample(Split.TRAIN1, i, 0).image()).isEqualTo(data.sample(Split.TRAIN, 2 * i, 7).image());
      assertThat(data.sample(Split.TRAIN2, i, 0).image()).isEqualTo(data.sample(Split.TRAIN, 2 * i + 1, 0).image()).isNotEqualTo(data.sample(Split.TRAIN1, i,
          0).image());
    }
  }
}
