package org.automtl4j.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.automtl4j.train.checkpoint.FormerFigures;
import org.automtl4j.train.listener.ChoiceSnapshot;
import org.automtl4j.train.listener.EpochEnded;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageEnded;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.automtl4j.train.listener.Validated;
import org.automtl4j.train.listener.internal.EventLines;

/**
 * Keeps the events of a training on another thread in a file, so that listeners, which hear of one stage at a time, can be told of them afterwards, also by a
 * later process.
 */
final class EventRecorder implements TrainingListener {
  private static final String STARTED = "stageStarted";
  private static final String ITERATION = "iteration";
  private static final String EPOCH = "epoch";
  private static final String POLICIES = "policies";
  private static final String VALIDATION = "validation";
  private static final String ENDED = "stageEnded";
  /** The names of figures; lines without it are of version 1. */
  private static final String NAMES = "formatVersion";

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final Path file;
  private final EventLines lines;

  EventRecorder(Path file, boolean resume) {
    this.file = file;
    this.lines = new EventLines(file, resume);
  }

  /** Tells listeners all that was recorded, in order. */
  void replay(TrainingListener... listeners) {
    lines.close();
    if (!Files.exists(file)) {
      return;
    }
    int number = 0;
    try (BufferedReader all = Files.newBufferedReader(file)) {
      for (String line = all.readLine(); line != null; line = all.readLine()) {
        number++;
        for (TrainingListener listener : listeners) {
          tell(line, number, listener);
        }
      }
    } catch (CharacterCodingException e) {
      throw EventLines.damaged(file, "line " + (number + 1) + " is no text in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void tell(String text, int number, TrainingListener listener) {
    try {
      JsonNode line = mapper.readTree(text);
      JsonNode value = line.path("value");
      boolean whole = value.path("model").isTextual() && value.path("stage").isTextual()
          && (!line.path("event").asText().equals(VALIDATION) || value.path("evaluation").isObject());
      if (!whole) {
        throw EventLines.damaged(file, "line " + number + " is no event", new IllegalArgumentException(text));
      }
      switch (line.path("event").asText()) {
        case STARTED -> listener.stageStarted(mapper.treeToValue(value, StageStarted.class));
        case ITERATION -> listener.iterationDone(mapper.treeToValue(value, RecordedIteration.class).event());
        case EPOCH -> listener.epochEnded(mapper.treeToValue(value, EpochEnded.class));
        case POLICIES -> listener.choicesSeen(mapper.treeToValue(value, RecordedChoices.class).event());
        case VALIDATION -> listener.validated(validated(mapper.treeToValue(value, Validated.class), line.path(NAMES).asInt(1)));
        case ENDED -> listener.stageEnded(mapper.treeToValue(value, StageEnded.class));
        default -> throw EventLines.damaged(file, "line " + number + " is an event that is not known", new IllegalArgumentException(text));
      }
    } catch (JsonProcessingException e) {
      throw EventLines.damaged(file, "line " + number + " is no event", e);
    }
  }

  private static Validated validated(Validated event, int version) {
    return version > 1 ? event : new Validated(event.model(), event.stage(), event.iteration(), FormerFigures.of(event.evaluation()));
  }

  @Override
  public void stageStarted(StageStarted event) {
    if (lines.begin(event)) {
      record(STARTED, event.model(), event.stage(), 0, event);
    }
  }

  @Override
  public void iterationDone(IterationDone event) {
    record(ITERATION, event.model(), event.stage(), event.iteration(), RecordedIteration.of(event));
  }

  @Override
  public void epochEnded(EpochEnded event) {
    record(EPOCH, event.model(), event.stage(), event.iteration(), event);
  }

  @Override
  public void choicesSeen(ChoiceSnapshot event) {
    record(POLICIES, event.model(), event.stage(), event.iteration(), RecordedChoices.of(event));
  }

  @Override
  public void validated(Validated event) {
    record(VALIDATION, event.model(), event.stage(), event.iteration(), event);
  }

  @Override
  public void stageEnded(StageEnded event) {
    record(ENDED, event.model(), event.stage(), Integer.MAX_VALUE, event);
  }

  private void record(String kind, String model, String stage, int iteration, Record event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", kind);
    line.put("model", model);
    line.put("stage", stage);
    line.put("iteration", iteration);
    if (kind.equals(VALIDATION)) {
      line.put(NAMES, 2);
    }
    line.put("value", event);
    lines.write(line);
  }
}
