package org.automtl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("spark")
class SparkSettingsTest {
  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  @AfterEach
  void forget() {
    System.clearProperty(OVERHEAD);
  }

  private static String options() {
    return SparkSettings.of("local[1]", Optional.empty()).get("spark.executor.extraJavaOptions");
  }

  @ParameterizedTest
  @CsvSource({"512, 512m", "512m, 512m", "4g, 4096m", "1t, 1048576m", "2048k, 2m"})
  void theBoundOfArraysIsWhatSparkMeansByIt(String spark, String javacpp) {
    System.setProperty(OVERHEAD, spark);
    assertThat(options()).contains("-Dorg.bytedeco.javacpp.maxbytes=" + javacpp + " ");
  }

  @Test
  void withoutOverheadThereIsNoBound() {
    assertThat(options()).contains("-Dorg.bytedeco.javacpp.maxbytes=0 ");
  }

  @Test
  void whatIsNoSizeIsRefused() {
    System.setProperty(OVERHEAD, "much");
    assertThatThrownBy(SparkSettingsTest::options).isInstanceOf(InvalidInputException.class).hasMessageContaining(OVERHEAD + ": found much, allowed: a size such as 4g");
  }
}
