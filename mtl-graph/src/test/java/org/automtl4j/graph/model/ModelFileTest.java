package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.property.IntRange;
import org.automtl4j.golden.property.Property;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;

/** Files that are not what they should be are refused with a clear message, whatever is wrong with them. */
class ModelFileTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] GOOD = good();

  private static byte[] good() {
    SuperModel superModel = SuperModel.builder(Nets.chain(2, Nets.conv("a", 4, 3, 1, 1, 2, true), Nets.norm("n"))).task(Task.depth("depth"), TaskHead.conv1x1(3))
        .task(Task.classification("kind", 2), TaskHead.linear()).build();
    return withFile(file -> {
      try (MultiTaskModel model = MultiTaskModel.builder(superModel).inputSize(6, 6).build()) {
        model.save(file);
      }
      return Files.readAllBytes(file);
    });
  }

  private interface Use<T> {
    T with(Path file) throws IOException;
  }

  private static <T> T withFile(Use<T> use) {
    try {
      Path file = Files.createTempFile("model", ".zip");
      try {
        return use.with(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MultiTaskModel load(byte[] bytes) {
    return withFile(file -> {
      Files.write(file, bytes);
      return MultiTaskModel.load(file);
    });
  }

  private static Map<String, byte[]> entries() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(GOOD))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] withManifest(UnaryOperator<String> change) {
    Map<String, byte[]> entries = entries();
    entries.computeIfPresent("automtl4j/model.json", (name, text) -> change.apply(new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  private static void refused(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> load(bytes)).isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains("model").doesNotContain("\n"))
        .satisfies(e -> List.of(parts).forEach(part -> assertThat(e.getMessage()).contains(part)));
  }

  @Test
  void aRepackedFileIsReadAsWell() {
    try (MultiTaskModel model = load(withManifest(text -> text))) {
      assertThat(model.tasks()).extracting(Task::name).containsExactly("depth", "kind");
    }
  }

  @Test
  void missingForeignAndTruncatedFilesAreRefused() {
    assertThatThrownBy(() -> MultiTaskModel.load(Path.of("nowhere.zip"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("nowhere.zip");
    refused(new byte[0]);
    refused("PK no zip".getBytes(StandardCharsets.UTF_8));
    refused(Arrays.copyOf(GOOD, GOOD.length / 2));
    refused(zip(Map.of("notes.txt", new byte[3])), "no entry automtl4j/model.json");
    Map<String, byte[]> plain = entries();
    plain.remove("automtl4j/model.json");
    refused(zip(plain), "ModelSerializer");
    Map<String, byte[]> empty = entries();
    empty.remove(ModelSerializer.COEFFICIENTS_BIN);
    refused(zip(empty), ModelSerializer.COEFFICIENTS_BIN);
  }

  @Test
  void aNewerFormatIsRefusedPolitely() {
    refused(withManifest(text -> text.replace("\"version\" : 1", "\"version\" : 3")), "newer release", "please update");
  }

  @Test
  void wrongManifestsAreRefusedWithTheFieldsPath() {
    refused(withManifest(text -> "{"), "not JSON");
    refused(withManifest(text -> text.replace("automtl4j-model", "other")), ".format");
    refused(withManifest(text -> text.replace("\"COMMON\"", "\"SOFT\"").replace("\"HARD\"", "\"SOFT\"")), ".stage");
    refused(withManifest(text -> text.replace("\"DEPTH\"", "\"DEEP\"")), "tasks[0].kind", "SEGMENTATION");
    refused(withManifest(text -> text.replace("\"height\" : 6", "\"height\" : 600000")), ".input.height", "8192");
    refused(withManifest(text -> text.replace("\"conv1x1\"", "\"con1x1\"")), "con1x1");
    refused(withManifest(text -> text.replace("\"head.kind.bias\"", "\"head.kind.bios\"")), "fit together");
    refused(withManifest(text -> text.replace("num_output: 4", "num_output: 400000000")));
    refused(withManifest(text -> text.replace("\"outputs\" : 2", "\"outputs\" : 3")), "kind");
  }

  @Test
  void numbersThatDoNotMatchTheManifestAreRefused() {
    Map<String, byte[]> entries = entries();
    byte[] numbers = entries.get(ModelSerializer.COEFFICIENTS_BIN);
    entries.put(ModelSerializer.COEFFICIENTS_BIN, Arrays.copyOf(numbers, numbers.length - 400));
    refused(zip(entries), ModelSerializer.COEFFICIENTS_BIN, "must hold");
    byte[] doubled = numbers.clone();
    doubled[new String(numbers, StandardCharsets.ISO_8859_1).indexOf("FLOAT")] = 'G';
    entries.put(ModelSerializer.COEFFICIENTS_BIN, doubled);
    refused(zip(entries), "GLOAT");
    byte[] damaged = GOOD.clone();
    damaged[new String(GOOD, StandardCharsets.ISO_8859_1).indexOf("FLOAT") + 40] ^= 8;
    refused(damaged, "checksum");
  }

  @Test
  void aZipBombIsRefused() {
    Map<String, byte[]> entries = entries();
    entries.put("automtl4j/model.json", new byte[6 << 20]);
    refused(zip(entries), "zip bomb");
    entries.put("automtl4j/model.json", new byte[9 << 20]);
    refused(zip(entries));
  }

  @Property(tries = 800)
  void flippedBytesAreNoticedOrHarmless(long seed, @IntRange(min = 1, max = 4) int flips) {
    RandomStream random = RandomStream.of(seed, "flips");
    byte[] bytes = GOOD.clone();
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    loadOrRefuse(bytes);
  }

  @Property(tries = 800)
  void anyValueInTheManifestMayBeHostile(long seed) {
    RandomStream random = RandomStream.of(seed, "manifest");
    loadOrRefuse(withManifest(text -> mutate(text, random)));
  }

  private static void loadOrRefuse(byte[] bytes) {
    try {
      load(bytes).close();
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Replaces one value, anywhere in the tree. */
  private static String mutate(String json, RandomStream random) {
    try {
      JsonNode root = MAPPER.readTree(json);
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      JsonNode container = containers.get(random.nextInt(containers.size()));
      String[] hostile = {"null", "-1", "0", "3", "2147483648", "9223372036854775807", "1e300", "\"\"", "\"x\"", "\"NaN\"", "[]", "{}", "[[[]]]", "true", "[9,9,9,9]", "\"KERNEL\""};
      JsonNode value = MAPPER.readTree(hostile[random.nextInt(hostile.length)]);
      if (container instanceof ObjectNode object && object.size() > 0) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.set(names.get(random.nextInt(names.size())), value);
      } else if (container instanceof ArrayNode array && array.size() > 0) {
        array.set(random.nextInt(array.size()), value);
      }
      return root.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }
}
