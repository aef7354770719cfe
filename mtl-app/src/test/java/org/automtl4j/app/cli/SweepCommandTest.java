package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.automtl4j.app.cli.CommandLineTest.Outcome;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.sweep.LocalPartRunner;
import org.automtl4j.app.sweep.Sweep;
import org.automtl4j.app.sweep.SweepListener;
import org.automtl4j.app.sweep.SweepRun;
import org.automtl4j.train.checkpoint.StopSignal;
import org.automtl4j.train.checkpoint.TrainingStoppedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  @TempDir static Path temp;
  private static Path config;
  private static Path sweep;
  private static Outcome outcome;

  @BeforeAll
  static void sweep() throws IOException {
    config = ResumeCommandTest.config(temp);
    sweep = temp.resolve("sweep");
    outcome = CommandLineTest.run("sweep", config.toString(), "--seeds", "1..2", "--vary", "policySearch.lambda=0.01,0.5", "--set", "baselines=[SINGLE]", "--out",
        sweep.toString());
  }

  @Test
  void everyPartIsTheRunThatItsConfigurationAloneGives() throws IOException {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path alone = temp.resolve("alone");
    assertThat(CommandLineTest.run("run", config.toString(), "--seed", "2", "--set", "policySearch.lambda=0.5", "--set", "baselines=[SINGLE]", "--out",
        alone.toString()).code()).isZero();
    for (String file : List.of("model.zip", "architecture.json", "supermodel.npz")) {
      assertThat(sweep.resolve("lambda=0.5-seed-2").resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
    }
  }

  @Test
  void theSweepTellsWhichPointIsBestOnTheValidationSplit() throws IOException {
    assertThat(outcome.out()).contains("run 3 of 4: policySearch.lambda=0.5, seed 1").contains("best").contains("2 of 2");
    JsonNode file = new ObjectMapper().readTree(sweep.resolve("sweep.json").toFile());
    assertThat(file.path("parts")).hasSize(4).allMatch(part -> part.path("status").asText().equals("DONE") && part.has("score_validation"));
    // Scores are changes against the mean of all parts, so that they cancel but for the direction of single metrics.
    double[] scores = StreamSupport.stream(file.path("parts").spliterator(), false).mapToDouble(p -> p.path("score_validation").asDouble()).toArray();
    double first = scores[0] + scores[1];
    double second = scores[2] + scores[3];
    assertThat(first + second).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(file.path("best").asText()).isEqualTo(first > second ? "policySearch.lambda=0.01" : "policySearch.lambda=0.5");
    List<String> csv = Files.readAllLines(sweep.resolve("sweep.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.get(0)).startsWith("folder,point,policySearch.lambda,seed,share,status,seconds,score_validation,delta,");
    assertThat(Files.readString(sweep.resolve("sweep.html"))).contains("lambda=0.5-seed-2/report.html").contains("Timeline").doesNotContain("<script");
  }

  @Test
  void anInterruptedSweepGoesOnToTheSameBytes() throws IOException {
    Path folder = temp.resolve("interrupted");
    Sweep same = Sweep.builder(RunConfig.resolve(config.toString(), List.of("baselines=[SINGLE]"))).seeds(1, 2).vary("policySearch.lambda", "0.01", "0.5").build();
    LocalPartRunner stopping = new LocalPartRunner(new StopSignal().afterIterations(20), path -> () -> {}, List.of());
    SweepRun run = SweepRun.fresh(same, folder, stopping, new SweepListener() {});
    assertThatThrownBy(run::run).isInstanceOf(TrainingStoppedException.class);
    Outcome resumed = CommandLineTest.run("sweep", "--resume", folder.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    for (String part : List.of("lambda=0.01-seed-1", "lambda=0.01-seed-2", "lambda=0.5-seed-1", "lambda=0.5-seed-2")) {
      assertThat(folder.resolve(part).resolve("model.zip")).hasSameBinaryContentAs(sweep.resolve(part).resolve("model.zip"));
      assertThat(folder.resolve(part).resolve("validation.json")).hasSameBinaryContentAs(sweep.resolve(part).resolve("validation.json"));
    }
  }

  @Test
  void aPartThatFailsIsNamedAndTheOthersGoOn() throws IOException {
    Path folder = temp.resolve("failing");
    Outcome failing = CommandLineTest.run("sweep", config.toString(), "--vary", "postTraining.updater.learningRate=1e30,1e-3", "--set", "baselines=[]", "--out",
        folder.toString());
    assertThat(failing.code()).isEqualTo(2);
    assertThat(failing.out()).contains("missing: learningRate=1e30-seed-1: ");
    assertThat(folder.resolve("learningRate=1e-3-seed-1").resolve("model.zip")).exists();
    assertThat(Files.readString(folder.resolve("sweep.html"))).contains("learningRate=1e30-seed-1: failed");
  }

  @Test
  void halvingTrainsTheBestPointsTheWholeWay() throws IOException {
    Path folder = temp.resolve("halving");
    Outcome halving = CommandLineTest.run("sweep", config.toString(), "--vary", "policySearch.lambda=0.01,0.5,1,2", "--set", "baselines=[]", "--halving", "2x4", "--out",
        folder.toString());
    assertThat(halving.code()).as(halving.err()).isZero();
    JsonNode parts = new ObjectMapper().readTree(folder.resolve("sweep.json").toFile()).path("parts");
    assertThat(parts).hasSize(5);
    assertThat(StreamSupport.stream(parts.spliterator(), false).filter(part -> part.path("share").asDouble() == 1)).hasSize(1);
    assertThat(halving.out()).contains("best 1 of 4 on the validation split");
  }

  @Test
  void wrongWordsAreOneLineEach() {
    wrong("nothing to run", "CONFIG", "sweep");
    wrong("two ways", "--resume", "sweep", config.toString(), "--resume", sweep.toString());
    wrong("no sweep", "sweep.json", "sweep", "--resume", temp.toString());
    wrong("full folder", "not empty", "sweep", config.toString(), "--out", sweep.toString());
    wrong("a value that cannot work", "at backbone=nowhere: ", "sweep", config.toString(), "--vary", "backbone=nowhere", "--out", temp.resolve("x").toString());
  }

  private static void wrong(String what, String word, String... arguments) {
    Outcome refused = CommandLineTest.run(arguments);
    assertThat(refused.code()).as(what).isEqualTo(2);
    assertThat(refused.err()).as(what).contains(word).doesNotContain("Exception");
  }
}
