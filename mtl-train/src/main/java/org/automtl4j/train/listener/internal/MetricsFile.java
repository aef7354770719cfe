package org.automtl4j.train.listener.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.automtl4j.train.listener.CandidateRanked;
import org.automtl4j.train.listener.EvaluationDone;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingEnded;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.TrainingStarted;

/** Each event as one line of JSON whose {@code event} says which. Lines appear as a whole; numbers that are not finite stand as strings. */
public final class MetricsFile implements TrainingListener {
  private static final int FORMAT_VERSION = 1;

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final Optional<Path> given;
  private Optional<BufferedWriter> writer = Optional.empty();

  /**
   * @param file the file; empty: {@code metrics.jsonl} in the training's folder
   */
  public MetricsFile(Optional<Path> file) {
    this.given = file;
  }

  @Override
  public void onTrainingStarted(TrainingStarted event) {
    close();
    Path file = given.orElse(event.folder().resolve("metrics.jsonl"));
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      writer = Optional.of(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    line("started", line -> {
      line.put("formatVersion", FORMAT_VERSION);
      line.put("name", event.name());
      line.put("seed", event.seed());
      line.put("tasks", event.tasks());
    });
  }

  @Override
  public void onStageStarted(StageStarted event) {
    line("stageStarted", line -> {
      line.put("stage", event.stage());
      line.put("iterations", event.iterations());
    });
  }

  @Override
  public void onIteration(IterationDone event) {
    line("iteration", line -> {
      line.put("stage", event.stage());
      line.put("iteration", event.iteration());
      line.put("policyStep", event.policyStep());
      line.put("losses", event.losses());
      line.put("learningRate", event.learningRate());
      event.temperature().ifPresent(t -> line.put("temperature", t));
    });
  }

  @Override
  public void onEvaluation(EvaluationDone event) {
    line("evaluation", line -> {
      line.put("stage", event.stage());
      line.put("iteration", event.iteration());
      line.put("split", event.split().name().toLowerCase(Locale.ROOT));
      line.put("losses", event.losses());
      line.put("metrics", event.metrics());
    });
  }

  @Override
  public void onCandidate(CandidateRanked event) {
    line("candidate", line -> {
      line.put("candidate", event.candidate());
      line.put("score", event.score());
      line.put("parameterShare", event.parameterShare());
      line.put("leading", event.leading());
    });
  }

  @Override
  public void onStageEnded(StageEnded event) {
    line("stageEnded", line -> {
      line.put("stage", event.stage());
      line.put("iterations", event.iterations());
      line.put("seconds", event.seconds());
    });
  }

  @Override
  public void onTrainingEnded(TrainingEnded event) {
    line("ended", line -> line.put("seconds", event.seconds()));
    close();
  }

  private void line(String event, Consumer<Map<String, Object>> content) {
    if (writer.isEmpty()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    content.accept(line);
    try {
      writer.get().write(mapper.writeValueAsString(line) + "\n");
      writer.get().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write metrics", e);
    }
  }

  private void close() {
    try {
      if (writer.isPresent()) {
        writer.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write metrics", e);
    }
    writer = Optional.empty();
  }
}
