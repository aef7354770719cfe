package org.automtl4j.app.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.app.report.RunResult;
import org.automtl4j.data.metric.MetricNames;

/**
 * The metrics file of a run, perhaps one that is being written: events and keys that are unknown are passed over, and so is a last line that is not complete
 * yet. Stages keep the order of their beginnings.
 */
final class TrainingLog {
  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final Map<String, StageLog> stages = new LinkedHashMap<>();
  private int unreadable;
  /** Of the lines that follow: a file may have been begun by an older version. */
  private int version = 1;

  private TrainingLog() {}

  static TrainingLog empty() {
    return new TrainingLog();
  }

  static TrainingLog read(Path file) {
    TrainingLog log = new TrainingLog();
    // Bytes that are no text become marks, and the line most likely one that makes no sense.
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.line(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return log;
  }

  List<StageLog> stages() {
    return List.copyOf(stages.values());
  }

  Optional<StageLog> stage(String model, String name) {
    return stages.values().stream().filter(s -> s.model.equals(model) && s.name.equals(name)).findFirst();
  }

  /** The stage that has begun last. */
  Optional<StageLog> latest() {
    return stages.isEmpty() ? Optional.empty() : Optional.of(stages().get(stages.size() - 1));
  }

  /** The policies as they were last told. */
  Optional<PolicyTable> policies() {
    return stages.values().stream().filter(s -> !s.policies.isEmpty()).map(s -> s.policies.lastEntry().getValue()).reduce((first, second) -> second);
  }

  /** How many lines make no sense. */
  int unreadable() {
    return unreadable;
  }

  private void line(String text) {
    if (text.isBlank()) {
      return;
    }
    try {
      JsonNode line = mapper.readTree(text);
      version = line.path("formatVersion").asInt(version);
      if (line.hasNonNull("stage")) {
        String name = line.get("stage").asText();
        String model = line.path("model").asText(RunResult.SEARCH);
        event(line, stages.computeIfAbsent(model + "/" + name, k -> new StageLog(model, name)));
      }
    } catch (JsonProcessingException e) {
      unreadable++;
    }
  }

  private void event(JsonNode line, StageLog stage) {
    int iteration = line.path("iteration").asInt();
    switch (line.path("event").asText()) {
      case "stageStarted" -> stage.planned = line.path("iterations").asInt();
      case "iteration" -> stage.iterations.put(iteration,
          new StageLog.Iteration(line.path("phase").asText(), numbers(line.path("losses")), numbers(line.path("regularisers")), number(line.path("learningRate")),
              number(line.path("temperature"))));
      case "validation" -> {
        stage.validations.put(iteration, byTask(line.path("metrics"), version));
        stage.validationLosses.put(iteration, numbers(line.path("losses")));
      }
      case "policies" -> stage.policies.put(iteration, policies(line.path("probabilities")));
      case "stageEnded" -> {
        stage.seconds = Optional.of(number(line.path("seconds")));
        stage.unlabelled = numbers(line.path("batchesWithoutLabel"));
      }
      default -> { } // an event of a later version
    }
  }

  private static Map<String, Map<String, Double>> byTask(JsonNode tasks, int version) {
    Map<String, Map<String, Double>> result = new LinkedHashMap<>();
    tasks.fields().forEachRemaining(task -> {
      Map<String, Double> figures = numbers(task.getValue());
      result.put(task.getKey(), version < 2 ? MetricNames.ofVersion1(figures) : figures);
    });
    return result;
  }

  private static PolicyTable policies(JsonNode tasks) {
    Map<String, Map<String, List<Double>>> result = new LinkedHashMap<>();
    tasks.fields().forEachRemaining(task -> {
      Map<String, List<Double>> layers = new LinkedHashMap<>();
      task.getValue().fields().forEachRemaining(layer -> {
        List<Double> probabilities = new ArrayList<>();
        layer.getValue().forEach(p -> probabilities.add(number(p)));
        while (probabilities.size() < 3) {
          probabilities.add(0.0);
        }
        layers.put(layer.getKey(), List.copyOf(probabilities));
      });
      result.put(task.getKey(), layers);
    });
    return new PolicyTable(result);
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> result = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> result.put(field.getKey(), number(field.getValue())));
    return result;
  }

  /** Numbers that are not finite stand as text. */
  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    return switch (node.asText()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "" -> 0;
      default -> Double.NaN;
    };
  }
}
