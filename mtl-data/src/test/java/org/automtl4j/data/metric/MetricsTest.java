package org.automtl4j.data.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.metric.internal.AngleHistogram;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MetricsTest {

  private static INDArray random(long seed, double low, double high, long... shape) {
    RandomStream random = RandomStream.of(seed, "metrics");
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Nd4j.createFromArray(DoubleStream.generate(() -> random.uniform(low, high)).limit(length).toArray()).reshape(shape);
  }

  @Nested
  class Segmentation extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.segmentation("seg", 2), new MetricOptions(false, List.of(1.0, 3.0)));
    }

    @Override
    INDArray prediction() {
      return Nd4j.concat(1, Nd4j.zeros(DataType.DOUBLE, 4, 1, 1, 2), random(1, 0.1, 1, 4, 1, 1, 1).repeat(3, 2));
    }

    @Override
    INDArray label() {
      return Nd4j.createFromArray(1.0, 0, 0, 1, 1, 0, 0, 1).reshape(4, 1, 1, 2);
    }

    @Override
    INDArray perfect() {
      return Nd4j.concat(1, label().rsub(1), label()).mul(5);
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Nested
  class Depth extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.depth("depth"));
    }

    @Override
    INDArray prediction() {
      return random(2, 0.2, 12, 4, 1, 4, 4);
    }

    @Override
    INDArray label() {
      return random(3, 1, 6, 4, 1, 4, 4);
    }

    @Override
    INDArray perfect() {
      return label();
    }

    @Override
    double unknown() {
      return 0;
    }
  }

  @Nested
  class Normals extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.normals("normal"));
    }

    @Override
    INDArray prediction() {
      return label().add(random(4, -1, 1, 4, 3, 3, 3));
    }

    @Override
    INDArray label() {
      return random(5, -1, 1, 4, 3, 3, 3);
    }

    @Override
    INDArray perfect() {
      return label().mul(0.5);
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Nested
  class Edges extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.edges("edge"));
    }

    @Override
    INDArray prediction() {
      return random(6, 0, 1, 4, 1, 2, 2);
    }

    @Override
    INDArray label() {
      return random(7, 0, 1, 4, 1, 2, 2);
    }

    @Override
    INDArray perfect() {
      return label();
    }

    @Override
    double unknown() {
      return 255;
    }
  }

  @Nested
  class Regression extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.regression("pose", 3).withIgnore(IgnoreRule.values(99.0)));
    }

    @Override
    INDArray prediction() {
      return random(8, -1, 1, 4, 3);
    }

    @Override
    INDArray label() {
      return random(9, -1, 1, 4, 3);
    }

    @Override
    INDArray perfect() {
      return label();
    }

    @Override
    double unknown() {
      return 99;
    }
  }

  @Nested
  class Classification extends MetricContract {
    @Override
    TaskMetric create() {
      return TaskMetrics.of(Task.classification("scene", 3));
    }

    @Override
    INDArray prediction() {
      return Nd4j.createFromArray(new double[][] {{1, 1, 0}, {0, 1, 2}, {2, 0, 1}, {0, 0, 0}});
    }

    @Override
    INDArray label() {
      return Nd4j.createFromArray(0.0, 1, 1, 0).reshape(4, 1);
    }

    @Override
    INDArray perfect() {
      return Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {1, 0, 0}});
    }

    @Override
    double unknown() {
      return -1;
    }
  }

  @Test
  void aClassThatIsNeverHitLowersTheMeanButNotThePublishedOne() {
    TaskMetric metric = TaskMetrics.of(Task.segmentation("seg", 4), MetricOptions.DEFAULT.withHitClasses());
    INDArray label = Nd4j.createFromArray(0.0, 0, 1, 1).reshape(1, 1, 2, 2);
    INDArray zeros = Nd4j.concat(1, Nd4j.ones(1, 1, 1, 1), Nd4j.zeros(1, 3, 1, 1)); // class 0 everywhere, from a prediction of one position
    metric.add(zeros, label, Optional.empty());
    assertThat(metric.values()).containsExactly(
        new MetricValue("miou", 0.25, true), new MetricValue("miou_hit", 0.5, true), new MetricValue("pixel_accuracy", 0.5, true));
  }

  @Test
  void unknownPixelsCanBeCountedAsWrong() {
    INDArray label = Nd4j.createFromArray(0.0, 255, 255, 0).reshape(1, 1, 2, 2);
    INDArray prediction = Nd4j.concat(1, Nd4j.ones(1, 1, 2, 2), Nd4j.zeros(1, 1, 2, 2));
    TaskMetric strict = TaskMetrics.of(Task.segmentation("seg", 2), new MetricOptions(true, List.of()));
    TaskMetric usual = TaskMetrics.of(Task.segmentation("seg", 2));
    strict.add(prediction, label, Optional.empty());
    usual.add(prediction, label, Optional.empty());
    assertThat(strict.values().get(1).value()).isEqualTo(0.5);
    assertThat(usual.values().get(1).value()).isEqualTo(1);
  }

  @Test
  void depthsThatAreNotPositiveAreNeverWithin() {
    TaskMetric metric = TaskMetrics.of(Task.depth("depth"));
    metric.add(Nd4j.createFromArray(-2.0, 0, 2, 2.5).reshape(1, 1, 2, 2), Nd4j.createFromArray(2.0, 2, 2, 2).reshape(1, 1, 2, 2), Optional.empty());
    assertThat(metric.values()).extracting(MetricValue::value).startsWith(6.5 / 4, 3.25 / 4, 50.0, 50.0, 50.0);
  }

  @Test
  void theMedianOfManyAnglesIsThatOfTheSortedOnes() {
    AngleHistogram histogram = new AngleHistogram();
    RandomStream random = RandomStream.of(1, "angles");
    double[] angles = DoubleStream.generate(() -> 180 * random.nextDouble() * random.nextDouble()).limit(20_000).toArray();
    DoubleStream.of(angles).forEach(histogram::add);
    double[] sorted = DoubleStream.of(angles).sorted().toArray();
    assertThat(histogram.median()).isCloseTo((sorted[9_999] + sorted[10_000]) / 2, within(7e-4));
    assertThat(histogram.mean()).isCloseTo(DoubleStream.of(angles).average().orElseThrow(), within(1e-9));
    histogram.add(180);
    assertThat(histogram.mean()).isFinite();
  }

  @Test
  void deltaIsTheMeanOfSignedRelativeChanges() {
    List<MetricValue> ours = List.of(new MetricValue("miou", 0.55, true), new MetricValue("pixel_accuracy", 0.72, true));
    List<MetricValue> single = List.of(new MetricValue("miou", 0.5, true), new MetricValue("pixel_accuracy", 0.8, true));
    assertThat(RelativePerformance.ofTask(ours, single, RelativePerformance.deltaMetrics(Task.segmentation("s", 2).kind()))).isCloseTo(0, within(1e-12));
    assertThat(RelativePerformance.ofMetric(new MetricValue("abs_error", 0.9, false), 1)).isCloseTo(0.1, within(1e-12));
    assertThat(RelativePerformance.ofMetric(new MetricValue("abs_error", 0.9, false), 0)).isNaN();
    assertThat(RelativePerformance.overall(List.of(0.1, -0.3))).isCloseTo(-0.1, within(1e-12));
    assertThatThrownBy(() -> RelativePerformance.ofTask(ours, single, List.of("rmse"))).hasMessageContaining("rmse").hasMessageContaining("pixel_accuracy");
    assertThatThrownBy(() -> RelativePerformance.overall(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
