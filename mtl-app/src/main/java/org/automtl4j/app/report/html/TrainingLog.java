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
public final class TrainingLog {
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

  /** @return the stages, in the order of their beginnings */
  public List<StageLog> stages() {
    return List.copyOf(stages.values());
  }

  /**
   * @param model what is trained, {@code "search"} or a baseline
   * @param name of a stage
   * @return what is told of it
   */
  public Optional<StageLog> stage(String model, String name) {
    return stages.values().stream().filter(s -> s.model.equals(model) && s.name.equals(name)).findFirst();
  }

  /** @return the stage that has begun last */
  public Optional<StageLog> latest() {
    return stages.isEmpty() ? Optional.empty() : Optional.of(stages().get(stages.size() - 1));
  }

  /** @return the choices as they were last told, by task or another group, by site */
  public Optional<Map<String, Map<String, List<Double>>>> choices() {
    return stages.values().stream().filter(s -> !s.choices.isEmpty()).map(s -> s.choices.lastEntry().getValue()).reduce((first, second) -> second);
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
          new StageLog.Iteration(line.path("phase").asText(), numbers(line.path("losses")), terms(line), rates(line), scalars(line)));
      case "validation" -> {
        stage.validations.put(iteration, byTask(line.path("metrics"), version));
        stage.validationLosses.put(iteration, numbers(line.path("losses")));
      }
      case "policies" -> stage.choices.put(iteration, choices(line.path("probabilities")));
      case "stageEnded" -> {
        stage.seconds = Optional.of(number(line.path("seconds")));
        stage.unlabelled = numbers(line.path("batchesWithoutLabel"));
      }
      default -> { } // an event of a later version
    }
  }

  private static Map<String, Map<String, Double>> byTask(JsonNode tasks, int version) {
    Map<String, Map<String, Double>> result = new LinkedHashMap<>();
    tasks.properties().forEach(task -> {
      Map<String, Double> figures = numbers(task.getValue());
      result.put(task.getKey(), version < 2 ? MetricNames.ofVersion1(figures) : figures);
    });
    return result;
  }

  /** The terms by name; those of AutoMTL's policies stood in a key of their own once. */
  private static Map<String, Map<String, Double>> terms(JsonNode line) {
    Map<String, Map<String, Double>> terms = new LinkedHashMap<>();
    line.path("terms").properties().forEach(term -> terms.put(term.getKey(), numbers(term.getValue())));
    if (line.has("regularisers")) {
      terms.putIfAbsent("regulariser", numbers(line.path("regularisers")));
    }
    return terms;
  }

  private static Map<String, Double> rates(JsonNode line) {
    Map<String, Double> rates = numbers(line.path("rates"));
    if (line.has("learningRate")) {
      rates.putIfAbsent("", number(line.path("learningRate")));
    }
    return rates;
  }

  private static Map<String, Double> scalars(JsonNode line) {
    Map<String, Double> scalars = numbers(line.path("scalars"));
    // 0 stood for none.
    if (number(line.path("temperature")) > 0) {
      scalars.putIfAbsent("temperature", number(line.path("temperature")));
    }
    return scalars;
  }

  private static Map<String, Map<String, List<Double>>> choices(JsonNode tasks) {
    Map<String, Map<String, List<Double>>> result = new LinkedHashMap<>();
    tasks.properties().forEach(task -> {
      Map<String, List<Double>> layers = new LinkedHashMap<>();
      task.getValue().properties().forEach(layer -> {
        List<Double> probabilities = new ArrayList<>();
        layer.getValue().forEach(p -> probabilities.add(number(p)));
        layers.put(layer.getKey(), List.copyOf(probabilities));
      });
      result.put(task.getKey(), layers);
    });
    return result;
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> result = new LinkedHashMap<>();
    object.properties().forEach(field -> result.put(field.getKey(), number(field.getValue())));
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
