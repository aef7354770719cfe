package org.automtl4j.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.app.config.TaskConfig;
import org.automtl4j.app.report.RunFolder;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.SmallFile;
import org.automtl4j.core.task.Task;
import org.automtl4j.train.checkpoint.SettingsDifference;
import org.automtl4j.train.method.settings.MeanIouWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in a run's checkpoint folder that says with which configuration the run began, so that one that is resumed does not mix two. */
final class RunRecord {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);
  /** Since 2 the figure {@code miou} of the configuration is what it is now. */
  private static final int FORMAT_VERSION = 2;
  private static final String FILE = "run.json";
  private static final int LARGEST = 4 << 20;
  /** What numbers do not depend on, or what the run does not begin with. */
  private static final List<String> FREE = List.of("checkpoints.", "budget.", "data.threads", "name", "baselines", "compat.resume", "conflicts");
  private static final String THREADS = "threads";

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final RunConfig config;
  private final Path file;

  RunRecord(RunConfig config, RunFolder folder) {
    this.config = config;
    this.file = folder.file(RunFolder.CHECKPOINTS).resolve(FILE);
  }

  void write(RunFolder folder) {
    if (Files.exists(file)) {
      throw new InvalidInputException(folder.path() + ": found the checkpoints of an earlier run, allowed: a folder without, or to resume that run");
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("formatVersion", FORMAT_VERSION);
    content.put(THREADS, threads());
    content.put("config", config.toYaml());
    try {
      folder.write(RunFolder.CHECKPOINTS + "/" + FILE, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + file, e);
    }
  }

  /**
   * Refuses another configuration than the one that the run began with.
   *
   * @return the configuration in the words of now, which mean what they meant when the run began
   */
  RunConfig checked() {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file.getParent().getParent() + ": found no checkpoints in it, allowed: the folder of a run that was interrupted");
    }
    try {
      JsonNode content = mapper.readTree(SmallFile.text(file, LARGEST));
      int version = content.path("formatVersion").asInt();
      if (version < 1 || version > FORMAT_VERSION) {
        throw new InvalidInputException(file + ": found format version " + version + ", allowed: up to " + FORMAT_VERSION + "; resume with a newer AutoMTL4J");
      }
      RunConfig before = RunConfig.parse(content.path("config").asText(), file.toString(), List.of());
      RunConfig begun = version == 1 ? ofVersion1(before) : before;
      List<String> differences = SettingsDifference.of(binding(before), binding(config));
      if (!differences.isEmpty() && !binding(begun).equals(binding(config))) {
        throw new InvalidInputException(file.getParent().getParent() + ": the run began with another configuration: " + String.join("; ", differences)
            + ". Resume it with the one that it began with (config in " + file + "), or begin a new run");
      }
      if (content.path(THREADS).asInt() != threads()) {
        LOG.warn("the run began with {} threads and goes on with {}: its numbers will differ in their last digits from those of a run that is not interrupted",
            content.path(THREADS).asInt(), threads());
      }
      return config.validation().metric().equals(begun.validation().metric()) ? config : config.with("validation.metric=" + begun.validation().metric());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static RunConfig ofVersion1(RunConfig before) {
    List<Task> tasks = before.tasks().stream().map(TaskConfig::toTask).toList();
    return before.validation().taskMetric().flatMap(words -> MeanIouWords.once(words, tasks)).map(m -> before.with("validation.metric=" + m)).orElse(before);
  }

  private int threads() {
    return config.threads().orElse(Runtime.getRuntime().availableProcessors());
  }

  private static Map<String, String> binding(RunConfig config) {
    Map<String, String> keys = new LinkedHashMap<>(config.flat());
    keys.put("taskStepping", config.stepping().name()); // AUTO is another word for one of the others
    keys.keySet().removeIf(key -> key.equals(THREADS) || FREE.stream().anyMatch(key::startsWith));
    return keys;
  }
}
