package org.automtl4j.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.metric.MetricValue;
import org.automtl4j.graph.choice.Site;
import org.automtl4j.train.evaluate.Evaluation;
import org.automtl4j.train.listener.ChoiceSnapshot.Choice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read by a reader of the test's own that shares nothing with the writer: its checksum is computed bit by bit. */
class TensorBoardTest {
  @TempDir Path temp;

  private void play(Path folder, int from, int to) {
    TrainingListener listener = Listeners.tensorBoard(folder);
    listener.stageStarted(new StageStarted("search", "policy-train", 300, from));
    for (int i = from; i < to; i++) {
      Map<String, Double> losses = new LinkedHashMap<>();
      losses.put("seg", 1.0 / (i + 1));
      losses.put("depth", i == 1 ? Double.NaN : i);
      listener.iterationDone(IterationDone.of("search", "policy-train", "weights", i, 300, losses, Map.of("seg", 1.25), 0.01, 5, 1, 0));
      if ((i + 1) % 100 == 0) {
        listener.choicesSeen(new ChoiceSnapshot("search", "policy-train", i + 1, List.of(new Choice(new Site("0:stem", Optional.of("seg"), List.of("shared", "specific", "skip")),
            List.of(0.5, 0.3, 0.2)))));
        listener.validated(new Validated("search", "policy-train", i + 1,
            new Evaluation(Split.VAL, Map.of("seg", List.of(new MetricValue("miou", 0.25, true))), Map.of("seg", 0.75))));
      }
    }
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** What was said at each step, by tag. */
  private static Map<Long, Map<String, Float>> read(Path file) throws IOException {
    Map<Long, Map<String, Float>> steps = new TreeMap<>();
    List<byte[]> records = records(Files.readAllBytes(file));
    for (int i = 0; i < records.size(); i++) {
      Map<Integer, List<Object>> event = message(records.get(i));
      assertThat((Double) event.get(1).get(0)).isCloseTo(System.currentTimeMillis() / 1e3, org.assertj.core.api.Assertions.within(600.0));
      if (i == 0) {
        assertThat(new String((byte[]) event.get(3).get(0), StandardCharsets.UTF_8)).isEqualTo("brain.Event:2");
        continue;
      }
      Map<String, Float> scalars = steps.computeIfAbsent((Long) event.get(2).get(0), s -> new TreeMap<>());
      for (Object bytes : message((byte[]) event.get(5).get(0)).get(1)) {
        Map<Integer, List<Object>> value = message((byte[]) bytes);
        Float old = scalars.put(new String((byte[]) value.get(1).get(0), StandardCharsets.UTF_8), (Float) value.get(2).get(0));
        assertThat(old).as("a tag stands once at a step").isNull();
      }
    }
    return steps;
  }

  private static List<byte[]> records(byte[] bytes) throws IOException {
    List<byte[]> records = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] data = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertThat(in.getInt()).isEqualTo(masked(data));
      records.add(data);
    }
    return records;
  }

  /** CRC32C by its polynomial (Castagnoli, reflected), bit by bit, and TensorFlow's mask. */
  private static int masked(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    return Integer.rotateRight(crc, 15) + 0xa282ead8;
  }

  private static Map<Integer, List<Object>> message(byte[] bytes) {
    Map<Integer, List<Object>> fields = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      Object value = switch ((int) (key & 7)) {
        case 0 -> varint(in);
        case 1 -> in.getDouble();
        case 2 -> {
          byte[] content = new byte[(int) varint(in)];
          in.get(content);
          yield content;
        }
        case 5 -> in.getFloat();
        default -> throw new AssertionError("wire type " + (key & 7));
      };
      fields.computeIfAbsent((int) (key >>> 3), f -> new ArrayList<>()).add(value);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte part = in.get();
      value |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return value;
      }
    }
  }

  @Test
  void theReadersChecksumIsTheStandardOne() {
    // "123456789" has the CRC32C e3069283; the mask rotates it right by 15 bits and adds a constant.
    assertThat(masked("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8);
  }

  @Test
  void everyNumberStandsAtItsStepUnderItsTag() throws IOException {
    play(temp, 0, 200);
    Map<Long, Map<String, Float>> steps = read(only(temp.resolve("search/policy-train")));
    assertThat(steps).hasSize(200);
    assertThat(steps.get(3L)).containsOnly(Map.entry("loss/seg", 1 / 3f), Map.entry("loss/depth", 2f), Map.entry("learning_rate/weights", 0.01f),
        Map.entry("temperature", 5f), Map.entry("regulariser/seg", 1.25f));
    assertThat(steps.get(2L).get("loss/depth")).isNaN();
    assertThat(steps.get(200L)).containsEntry("policy/seg/mean_largest", 0.5f).containsEntry("policy/seg/0:stem/specific", 0.3f)
        .containsEntry("val/seg/miou", 0.25f).containsEntry("val/seg/loss", 0.75f);
  }

  @Test
  void aResumedStageGoesOnInItsFileWithoutRepetitions() throws IOException {
    play(temp.resolve("once"), 0, 290);
    play(temp.resolve("twice"), 0, 150);
    Path file = only(temp.resolve("twice/search/policy-train"));
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 5));
    play(temp.resolve("twice"), 130, 290);
    assertThat(read(file)).isEqualTo(read(only(temp.resolve("once/search/policy-train"))));
    play(temp.resolve("twice"), 0, 3);
    assertThat(read(only(temp.resolve("twice/search/policy-train")))).hasSize(3);
  }
}
