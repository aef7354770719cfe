package org.automtl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.report.SweepResult;
import org.automtl4j.app.sweep.Cluster;
import org.automtl4j.app.sweep.ClusterConnector;
import org.automtl4j.app.sweep.LocalPartRunner;
import org.automtl4j.app.sweep.Sweep;
import org.automtl4j.app.sweep.SweepListener;
import org.automtl4j.app.sweep.SweepRun;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on Spark leaves the bytes of one without. */
@Tag("spark")
class SparkSweepTest {
  private static final List<String> SAME_BYTES = List.of("model.zip", "architecture.json", "supermodel.npz", "validation.json");

  @TempDir static Path temp;
  private static Sweep sweep;
  private static Path alone;

  @BeforeAll
  static void withoutSpark() throws IOException {
    RunConfig config = RunConfig.resolve(TinyRun.configuration(temp).toString(), List.of());
    sweep = Sweep.builder(config).seeds(1, 2).vary("policySearch.lambda", "0.01", "0.5").build();
    alone = temp.resolve("alone");
    SweepRun.fresh(sweep, alone, new LocalPartRunner(new StopSignal(), log -> () -> {}, List.of()), new SweepListener() {}).run();
  }

  @Test
  void partsAsTasksOfThisProcessLeaveTheSameBytes() {
    try (JavaSparkContext context = new JavaSparkContext(SparkSettings.of("local[2]", Optional.empty()))) {
      Path folder = temp.resolve("local");
      SweepResult result = SparkSweep.on(context).of(sweep).folder(folder).run();
      assertThat(result.unfinished()).isEmpty();
      sameBytes(folder);
      // Nothing is left to do.
      assertThat(SparkSweep.on(context).folder(folder).resume(true).run().parts()).isEqualTo(result.parts());
    }
  }

  /** Two executors with processes of their own; the parts that a request to stop ends go on in a second application. */
  @Test
  void executorsLeaveTheSameBytesAlsoWhenTheDriverWasStopped() {
    Path folder = temp.resolve("executors");
    StopSignal stop = new StopSignal();
    SweepListener stopping = new SweepListener() {
      @Override
      public void ended(SweepResult.Part part, int number, int count) {
        stop.request("stopped by the test");
      }
    };
    try (Cluster cluster = ClusterConnector.find("local-cluster[2,1,1024]", Optional.empty())) {
      SweepRun run = SweepRun.fresh(sweep, folder, cluster, stopping);
      cluster.check(folder);
      cluster.follow(stop);
      assertThatThrownBy(run::run).isInstanceOf(TrainingStoppedException.class).hasMessageContaining("stopped by the test");
    }
    try (Cluster cluster = ClusterConnector.find("local-cluster[2,1,1024]", Optional.empty())) {
      SweepResult result = SweepRun.resumed(folder, cluster, new SweepListener() {}).run();
      assertThat(result.unfinished()).isEmpty();
    }
    sameBytes(folder);
  }

  @Test
  void whatWouldTrainAPartTwiceIsRefused() {
    assertThatThrownBy(() -> SparkSettings.check(new SparkConf(false).set("spark.speculation", "true"))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spark.speculation: found true, allowed: false");
    assertThatThrownBy(() -> SparkSettings.check(new SparkConf(false).set("spark.dynamicAllocation.enabled", "true"))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spark.dynamicAllocation.enabled: found true, allowed: false");
    assertThatThrownBy(() -> ClusterConnector.find("nowhere", Optional.empty())).isInstanceOf(InvalidInputException.class).hasMessageContaining("spark://HOST:PORT");
  }

  private static void sameBytes(Path folder) {
    for (String part : List.of("lambda=0.01-seed-1", "lambda=0.01-seed-2", "lambda=0.5-seed-1", "lambda=0.5-seed-2")) {
      for (String file : SAME_BYTES) {
        assertThat(folder.resolve(part).resolve(file)).as(part + "/" + file).hasSameBinaryContentAs(alone.resolve(part).resolve(file));
      }
      assertThat(Files.exists(folder.resolve(part).resolve("report.html"))).isTrue();
    }
  }
}
