package org.automtl4j.graph.model.convert;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.mutation.DamagedFiles;
import org.automtl4j.golden.property.Property;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;

/** Zips of Deeplearning4j that are not what they should be are refused, or read as something that is whole, soon; never is there another exception. */
class DamagedDl4jZipTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> HOSTILE = List.of("null", "-1", "0", "3", "65536", "2147483647", "2147483648", "9223372036854775807", "1e300", "\"\"", "\"x\"", "\"NaN\"", "[]", "{}",
      "[[[]]]", "true", "[9,9]", "[-1,0]", "[2147483647,2147483647]", "{\"@class\":\"java.lang.ProcessBuilder\"}");
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final byte[] GOOD = good();

  private static byte[] good() {
    var builder = new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs("image");
    builder.addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).padding(1, 1).activation(Activation.RELU).build(), "image");
    builder.addLayer("norm", new BatchNormalization.Builder().build(), "conv");
    ComputationGraph graph = new ComputationGraph(builder.setOutputs("norm").setInputTypes(InputType.convolutional(8, 8, 3)).build());
    graph.init();
    try {
      Path file = Files.createTempFile("good", ".zip");
      try {
        ModelSerializer.writeModel(graph, file.toFile(), false);
        ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(-1, 1));
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A valid zip one of whose entries was damaged, so that no checksum of the zip notices. */
  private static byte[] withDamaged(String entry, long seed) {
    Map<String, byte[]> entries = entries();
    assertThat(entries).containsKey(entry);
    entries.computeIfPresent(entry, (name, bytes) -> DamagedFiles.damage(bytes, seed));
    return zip(entries);
  }

  private static void readOrRefuse(byte[] bytes) {
    long start = System.nanoTime();
    try {
      Path file = Files.createTempFile("damaged", ".zip");
      try {
        Files.write(file, bytes);
        assertThat(BackboneConverter.of(file).convert().backbone().nodes()).isNotEmpty();
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains(".zip").doesNotContain("\n");
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
  }

  @Property(tries = 1500)
  void aDamagedZipIsNoticedOrHarmless(long seed) {
    readOrRefuse(DamagedFiles.damage(GOOD, seed));
  }

  @Property(tries = 800)
  void aDamagedConfigurationIsNoticedOrHarmless(long seed) {
    readOrRefuse(withDamaged(ModelSerializer.CONFIGURATION_JSON, seed));
  }

  @Property(tries = 400)
  void damagedNumbersAreNoticedOrHarmless(long seed) {
    readOrRefuse(withDamaged(ModelSerializer.COEFFICIENTS_BIN, seed));
  }

  @Property(tries = 400)
  void aDamagedNormaliserIsNoticedOrHarmless(long seed) {
    readOrRefuse(withDamaged(ModelSerializer.NORMALIZER_BIN, seed));
  }

  @Property(tries = 1000)
  void anyValueOfTheConfigurationMayBeHostile(long seed) {
    RandomStream random = RandomStream.of(seed, "configuration");
    Map<String, byte[]> entries = entries();
    entries.computeIfPresent(ModelSerializer.CONFIGURATION_JSON, (name, text) -> mutated(text, random));
    readOrRefuse(zip(entries));
  }

  /** Replaces one value, anywhere in the tree. */
  private static byte[] mutated(byte[] json, RandomStream random) {
    try {
      JsonNode root = MAPPER.readTree(json);
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      JsonNode container = containers.get(random.nextInt(containers.size()));
      JsonNode value = MAPPER.readTree(HOSTILE.get(random.nextInt(HOSTILE.size())));
      if (container instanceof ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        object.set(names.get(random.nextInt(names.size())), value);
      } else if (container instanceof ArrayNode array) {
        array.set(random.nextInt(array.size()), value);
      }
      return root.toString().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && node.size() > 0) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }
}
