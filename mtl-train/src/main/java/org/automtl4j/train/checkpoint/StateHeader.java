package org.automtl4j.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.iterator.Cursor;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.train.evaluate.BestSoFar;
import org.automtl4j.train.evaluate.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The JSON before the arrays of a {@link CheckpointFile}: this class is the format and nothing else. The names of its components stand in files and never
 * change; what is added later is optional. Format 1 had {@code policyIterations} in place of {@code counts} and {@code noise} in place of {@code streams}, said
 * the settings in other words, and called {@code miou} what is {@code miou_hit} now.
 *
 * @param progress all but the large arrays
 * @param parameters in the order of their numbers
 * @param optimizers by phase, and group where a phase has several; their numbers follow those of the parameters
 */
record StateHeader(ProgressPart progress, List<ArrayPart> parameters, Map<String, OptimizerPart> optimizers) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String PROGRESS = "progress";

  /** Names what a damaged header lacks. */
  StateHeader {
    Objects.requireNonNull(progress, PROGRESS);
    Objects.requireNonNull(optimizers, "optimizers");
    parameters = List.copyOf(Objects.requireNonNull(parameters, "parameters"));
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    optimizers.values().forEach(Objects::requireNonNull);
  }

  /** What all arrays take in the file. */
  long arrayBytes() {
    long sum = 0;
    for (ArrayPart array : parameters) {
      sum = Math.addExact(sum, bytes(array.type(), array.shape()));
    }
    for (OptimizerPart optimizer : optimizers.values()) {
      for (SlotPart slot : optimizer.slots().values()) {
        for (int length : slot.lengths()) {
          sum = Math.addExact(sum, bytes(slot.type(), length));
        }
      }
    }
    return sum;
  }

  private static long bytes(DataType type, long... shape) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("an array of type " + type);
    }
    long bytes = type.width();
    for (long axis : shape) {
      if (axis < 0) {
        throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape));
      }
      bytes = Math.multiplyExact(bytes, axis);
    }
    return bytes;
  }

  /** A {@link Progress}. */
  record ProgressPart(int unit, String model, String stage, Map<String, String> settings, int iteration, boolean finished, double seconds, double waitSeconds,
      Map<String, Integer> counts, Map<String, Long> streams, Map<String, Long> dropout, Map<String, CursorPart> cursors, List<String> moved,
      ValidationPart validation, List<EvaluationPart> evaluation, Map<String, Integer> unlabelled) {
    ProgressPart {
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(counts, "counts");
      Objects.requireNonNull(streams, "streams");
      Objects.requireNonNull(dropout, "dropout");
      Objects.requireNonNull(cursors, "cursors");
      Objects.requireNonNull(moved, "moved");
      Objects.requireNonNull(validation, "validation");
      Objects.requireNonNull(evaluation, "evaluation");
      unlabelled = Objects.requireNonNullElse(unlabelled, Map.of());
    }
  }

  /** A {@link Cursor}. */
  record CursorPart(long epoch, int batch) {}

  /** A {@link BestSoFar}. */
  record ValidationPart(List<EvaluationPart> reference, int iteration, double score, int worse) {
    ValidationPart {
      Objects.requireNonNull(reference, "reference");
    }
  }

  /** An {@link Evaluation}; files of release 0.1 may have no losses. */
  record EvaluationPart(String split, Map<String, List<MetricPart>> metrics, Map<String, Double> losses) {
    EvaluationPart {
      Objects.requireNonNull(split, "split");
      Objects.requireNonNull(metrics, "metrics");
    }

    private static EvaluationPart of(Evaluation e) {
      Map<String, List<MetricPart>> metrics = new LinkedHashMap<>();
      e.metrics().forEach((task, values) ->
          metrics.put(task, values.stream().map(v -> new MetricPart(v.name(), v.value(), v.higherIsBetter())).toList()));
      return new EvaluationPart(e.split().name(), metrics, e.losses());
    }

    private Evaluation evaluation() {
      Map<String, List<MetricValue>> figures = new LinkedHashMap<>();
      metrics.forEach((task, values) -> figures.put(task, values.stream().map(v -> new MetricValue(v.name(), v.value(), v.higherIsBetter())).toList()));
      return new Evaluation(Split.valueOf(split), figures, losses == null ? Map.of() : losses);
    }
  }

  /** A {@link MetricValue}. */
  record MetricPart(String name, double value, boolean higherIsBetter) {}

  /** An array of the file, without its numbers. */
  record ArrayPart(String name, DataType type, long[] shape) {
    ArrayPart {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(shape, "shape");
    }
  }

  /** What one optimiser remembers, without the numbers. */
  record OptimizerPart(String rule, Map<String, SlotPart> slots) {
    OptimizerPart {
      Objects.requireNonNull(rule, "rule");
      slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
      slots.values().forEach(Objects::requireNonNull);
    }
  }

  /** What an optimiser remembers of one parameter, without the numbers. */
  record SlotPart(int steps, DataType type, int[] lengths) {
    SlotPart {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(lengths, "lengths");
    }
  }

  static ProgressPart part(Progress p) {
    Map<String, CursorPart> cursors = new LinkedHashMap<>();
    p.cursors().forEach((order, cursor) -> cursors.put(order, new CursorPart(cursor.epoch(), cursor.batch())));
    BestSoFar best = p.validation();
    ValidationPart validation = new ValidationPart(best.reference().stream().map(EvaluationPart::of).toList(), best.iteration(), best.score(), best.worse());
    return new ProgressPart(p.unit(), p.model(), p.stage(), p.settings().values(), p.iteration(), p.finished(), p.seconds(), p.waitSeconds(), p.counts(),
        p.streams(), p.dropout(), cursors, p.moved(), validation, p.evaluation().stream().map(EvaluationPart::of).toList(), p.unlabelled());
  }

  /** The progress that this says, whose settings are in the words of the given format. */
  Progress toProgress(int format) {
    ProgressPart p = progress;
    Map<String, Cursor> cursors = p.cursors().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> new Cursor(e.getValue().epoch(), e.getValue().batch())));
    ValidationPart v = p.validation();
    BestSoFar best = new BestSoFar(v.reference().stream().map(EvaluationPart::evaluation).toList(), v.iteration(), v.score(), v.worse());
    Progress read = new Progress(p.unit(), p.model(), p.stage(), new TrainingSettings(format, p.settings()), p.iteration(), p.finished(), p.seconds(), p.waitSeconds(),
        p.counts(), p.streams(), p.dropout(), cursors, p.moved(), best, p.evaluation().stream().map(EvaluationPart::evaluation).toList(), p.unlabelled());
    return format == 1 ? FormerFigures.of(read) : read;
  }

  byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** Reads a header of any format so far. */
  static StateHeader read(byte[] json, int format) throws IOException {
    JsonNode tree = JSON.readTree(json);
    if (format == 1 && tree.path(PROGRESS) instanceof ObjectNode progress) {
      progress.putObject("counts").put("policies", progress.path("policyIterations").asInt());
      progress.putObject("streams").put("noise", progress.path("noise").asLong());
      progress.remove(List.of("policyIterations", "noise"));
    }
    return JSON.treeToValue(tree, StateHeader.class);
  }
}
