package org.automtl4j.app.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parts that pictures and tables are made of. */
class DrawingTest {

  @Test
  void meanAndSpreadAreThoseOfTheTextbook() {
    Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(Spread.of(3).text(Double::toString)).isEqualTo("3.0");
    assertThat(Spread.of().text(Double::toString)).isEqualTo("–");
  }

  @Test
  void longCurvesBecomeMeansOfTheirNeighbours() {
    Series series = new Series("", IntStream.range(0, 1000).mapToObj(i -> new double[] {i, i}).toList(), 0).thinned();
    assertThat(series.points()).hasSizeLessThanOrEqualTo(180).allSatisfy(p -> assertThat(p[0]).isEqualTo(p[1]));
    assertThat(series.points().get(0)[1]).isEqualTo(2.5);
  }

  @Test
  void axesHaveRoundNumbers() {
    assertThat(Axis.of(0, 1, 0, 100).ticks(5)).hasSize(6);
    assertThat(Axis.of(0, 1, 0, 100).at(0.25)).isEqualTo(25);
    assertThat(Axis.of(0.13, 0.47, 0, 100).step(4)).isCloseTo(0.1, within(1e-12));
    assertThat(Axis.of(5, 5, 0, 100).ticks(4)).isNotEmpty();
    assertThat(Numbers.tick(0.30000000000000004, 0.1)).isEqualTo("0.3");
    assertThat(Numbers.tick(20_000, 5_000)).isEqualTo("20\u00a0k");
  }

  @Test
  void numbersReadTheSameInEveryLanguage() {
    assertThat(Numbers.change(-0.0123)).isEqualTo("−1.2\u00a0%");
    assertThat(Numbers.brief(61_537_536)).isEqualTo("61.5\u00a0M");
    assertThat(Numbers.seconds(3725)).isEqualTo("62 min 05 s");
    assertThat(Numbers.seconds(7300)).isEqualTo("2 h 01 min");
    assertThat(Numbers.metric(Double.NaN)).isEqualTo("–");
  }
}
