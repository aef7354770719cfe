package org.automtl4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.model.Prediction;

/** What {@code predict --json} says of a picture: one line with an object. */
final class PredictionAnswer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Object> line = new LinkedHashMap<>();
  private final Map<String, Object> tasks = new LinkedHashMap<>();

  PredictionAnswer(Path image, Prediction prediction) {
    line.put("image", image.toString());
    line.put("height", prediction.height());
    line.put("width", prediction.width());
    line.put("tasks", tasks);
  }

  /** Of a picture that was not predicted. */
  static String fault(Path image, String reason) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("image", image.toString());
    line.put("error", reason);
    return text(line);
  }

  /** The answer to one task, and the files that were written of it. */
  void add(Prediction prediction, Task task, List<Path> files) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", task.kind().name().toLowerCase(Locale.ROOT));
    switch (task.kind()) {
      case SEGMENTATION -> answer.put("shares", shares(prediction.classes(task.name()), task));
      case DEPTH, KEYPOINTS, EDGES -> values(prediction.values(task.name()), task, answer);
      case NORMALS -> { } // a mean of directions says nothing
      case CLASSIFICATION -> {
        Map<String, Float> probabilities = new LinkedHashMap<>();
        float[] found = prediction.probabilities(task.name());
        int best = 0;
        for (int i = 0; i < found.length; i++) {
          probabilities.put(name(task, i), found[i]);
          best = found[i] > found[best] ? i : best;
        }
        answer.put("class", name(task, best));
        answer.put("probabilities", probabilities);
      }
      case REGRESSION -> {
        answer.put("values", prediction.numbers(task.name()));
        unit(task, answer);
      }
    }
    if (!files.isEmpty()) {
      answer.put("files", files.stream().map(Path::toString).toList());
    }
    tasks.put(task.name(), answer);
  }

  private static Map<String, Double> shares(int[][] classes, Task task) {
    long[] counts = new long[task.outputs()];
    for (int[] row : classes) {
      for (int found : row) {
        counts[found]++;
      }
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        shares.put(name(task, i), (double) counts[i] / classes.length / classes[0].length);
      }
    }
    return shares;
  }

  private static void values(float[][] values, Task task, Map<String, Object> answer) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (float[] row : values) {
      for (float value : row) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value;
      }
    }
    answer.put("least", least);
    answer.put("mean", sum / values.length / values[0].length);
    answer.put("most", most);
    unit(task, answer);
  }

  private static void unit(Task task, Map<String, Object> answer) {
    if (!task.unit().isEmpty()) {
      answer.put("unit", task.unit());
    }
  }

  private static String name(Task task, int index) {
    return index < task.classNames().size() ? task.classNames().get(index) : Integer.toString(index);
  }

  /** The line. */
  String text() {
    return text(line);
  }

  private static String text(Map<String, Object> line) {
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + line, e);
    }
  }
}
