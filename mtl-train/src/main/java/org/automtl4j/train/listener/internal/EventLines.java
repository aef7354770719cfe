package org.automtl4j.train.listener.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.train.listener.StageStarted;

/**
 * A file of events, one JSON object per line with its {@code event}, {@code model}, {@code stage} and {@code iteration}. A line appears as a whole at once.
 * When a training is resumed, the lines of iterations that are going to be repeated are cut off, so that each stands there once.
 */
public final class EventLines {
  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final Path file;
  private boolean replace;
  private boolean fit;
  private Optional<OutputStream> out = Optional.empty();

  /**
   * @param file the file
   * @param resume whether lines of an earlier process stay; else the file is replaced
   */
  public EventLines(Path file, boolean resume) {
    this.file = file;
    this.replace = !resume;
    this.fit = !resume;
  }

  /**
   * Prepares the file for the events of a stage.
   *
   * @param event which stage, and from which iteration on
   * @return whether the stage is a new one here, so that its beginning is to be written
   */
  public boolean begin(StageStarted event) {
    close();
    if (!fit && Files.exists(file)) {
      cut(event);
    }
    fit = true;
    return event.from() == 0;
  }

  /** @return whether nothing stands in the file yet */
  public boolean isEmpty() {
    try {
      return replace || !Files.exists(file) || Files.size(file) == 0;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * @param event kind of a line
   * @return the last line of that kind that stays in the file
   */
  public Optional<JsonNode> last(String event) {
    if (isEmpty()) {
      return Optional.empty();
    }
    try (Stream<String> all = Files.lines(file)) {
      String word = mapper.writeValueAsString(event);
      List<String> candidates = all.filter(line -> line.contains(word)).toList();
      JsonNode last = mapper.missingNode();
      for (String candidate : candidates) {
        JsonNode line = mapper.readTree(candidate);
        last = line.path("event").asText().equals(event) ? line : last;
      }
      return Optional.of(last).filter(line -> !line.isMissingNode());
    } catch (JsonProcessingException | CharConversionException | UncheckedIOException e) {
      throw damaged(file, "a line is no event", e);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * @param content one line
   */
  public void write(Map<String, Object> content) {
    try {
      if (out.isEmpty()) {
        open();
      }
      byte[] line = (mapper.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
      out.get().write(line);
      out.get().flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    StandardOpenOption how = replace ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    out = Optional.of(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)));
    replace = false;
  }

  /** The file is open during stages only. */
  public void close() {
    try {
      if (out.isPresent()) {
        out.get().close();
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    out = Optional.empty();
  }

  /** Cuts the file where the stage's events from that iteration on begin: after the stage's last beginning, if it has one. */
  private void cut(StageStarted event) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      long end = 0;
      long anchor = -1;
      long place = -1;
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          JsonNode line = mapper.readTree(bytes, from, i + 1 - from);
          if (isOf(line, event)) {
            if (line.path("event").asText().equals("stageStarted")) {
              anchor = from;
              place = -1;
            } else if (place < 0 && isRepeated(line, event.from())) {
              place = from;
            }
          }
          from = i + 1;
          end = from;
        }
      }
      long length = anchor < 0 ? end : event.from() == 0 ? anchor : place < 0 ? end : place;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
    } catch (JsonProcessingException | CharConversionException e) {
      throw damaged(file, "a line is no event", e);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static boolean isOf(JsonNode line, StageStarted event) {
    return line.path("model").asText().equals(event.model()) && line.path("stage").asText().equals(event.stage());
  }

  /** Iterations are counted from 0, what happens between them by how many were done. */
  private static boolean isRepeated(JsonNode line, int from) {
    int iteration = line.path("iteration").asInt(Integer.MAX_VALUE);
    return line.path("event").asText().equals("iteration") ? iteration >= from : iteration > from;
  }

  /**
   * @param file a file of events
   * @param what is wrong with it
   * @param cause what was caught
   * @return the refusal
   */
  public static InvalidInputException damaged(Path file, String what, Exception cause) {
    return new InvalidInputException(file + ": damaged: " + what + "; remove the file to go on without the events that stand in it", cause);
  }

  private UncheckedIOException cannotWrite(IOException e) {
    return new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
  }
}
