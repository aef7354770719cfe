package org.automtl4j.graph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.golden.property.Property;
import org.automtl4j.graph.automtl.Nets;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.head.TaskHead;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;

/** What a model file has beside the model: a card for people, a normaliser for Deeplearning4j, and a sample that can be computed again. */
class ModelExtrasTest {

  private static Path save(Path folder) {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = Models.model(1)) {
      model.save(file);
    }
    return file;
  }

  private static Map<String, byte[]> entries(Path file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static void write(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  @Test
  void theCardNamesTasksMetricsInputAndBranches(@TempDir Path folder) throws Exception {
    String card = new String(entries(save(folder)).get("automtl4j/MODEL_CARD.md"), StandardCharsets.UTF_8);
    assertThat(card).contains("| floor | segmentation | 5 |").contains("abs 0.25").contains("[N, 3, 30, 34]").contains("BGR").contains("| task | shared | specific | skipped |");
  }

  @Test
  void theNormaliserDoesToPixelsWhatThePreprocessingDoes(@TempDir Path folder) throws Exception {
    DataNormalization normalizer = ModelSerializer.restoreNormalizerFromFile(save(folder).toFile());
    INDArray pixels = Nets.random(DataType.FLOAT, 1, 2, 3, 4, 5).addi(1).muli(127);
    INDArray expected = pixels.dup();
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 2; i++) {
        expected.slice(i).slice(c).subi(Models.PREPROCESSING.mean().get(c)).divi(Models.PREPROCESSING.std().get(c));
      }
    }
    normalizer.transform(pixels);
    assertThat(pixels.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @Test
  void theStoredSampleIsComputedAgainUnlessToldNotTo(@TempDir Path folder) throws Exception {
    Path file = save(folder);
    MultiTaskModel.loadChecked(file).close();
    Map<String, byte[]> entries = entries(file);
    byte[] sample = entries.get("automtl4j/sample.bin");
    sample[sample.length - 3] ^= 0x40;
    sample[sample.length - 4] = 0x44;
    write(file, entries);
    MultiTaskModel.load(file, LoadCheck.STRUCTURE).close();
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("edges").hasMessageContaining("differ");
    assertThatThrownBy(() -> MultiTaskModel.loadChecked(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("edges").hasMessageContaining("differ");
    entries.remove("automtl4j/sample.bin");
    write(file, entries);
    MultiTaskModel.load(file).close();
    assertThatThrownBy(() -> MultiTaskModel.loadChecked(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("automtl4j/sample.bin");
  }

  @Test
  void parametersThatWereChangedAreNoticedByTheirSum(@TempDir Path folder) throws Exception {
    Path file = save(folder);
    Map<String, byte[]> entries = entries(file);
    byte[] numbers = entries.get("coefficients.bin");
    numbers[numbers.length - 1] ^= 1; // the last bit of a number: no output shows it
    write(file, entries);
    MultiTaskModel.load(file, LoadCheck.STRUCTURE).close();
    assertThatThrownBy(() -> MultiTaskModel.load(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining(file.toString()).hasMessageContaining("SHA-256");
    String manifest = new String(entries.get("automtl4j/model.json"), StandardCharsets.UTF_8);
    assertThat(manifest).containsPattern("\"parametersSha256\" : \"[0-9a-f]{64}\"");
    entries.put("automtl4j/model.json", manifest.replaceFirst(" *\"parametersSha256\" : \"[0-9a-f]{64}\",", "").getBytes(StandardCharsets.UTF_8));
    write(file, entries);
    MultiTaskModel.load(file).close(); // as older files are
  }

  @Test
  void parametersThatAreNoNumbersAreRefusedWhateverIsChecked(@TempDir Path folder) throws Exception {
    Path file = save(folder);
    Map<String, byte[]> entries = entries(file);
    byte[] numbers = entries.get("coefficients.bin");
    ByteBuffer.wrap(numbers).putFloat(numbers.length - Float.BYTES, Float.NaN);
    write(file, entries);
    for (LoadCheck check : LoadCheck.values()) {
      assertThatThrownBy(() -> MultiTaskModel.load(file, check)).isInstanceOf(InvalidInputException.class).hasMessageContaining("1 numbers of the parameter '")
          .hasMessageContaining("not finite");
    }
  }

  @Test
  void aPredictionThatCannotBeMadeIsRefusedWithWhatItNeeds() {
    SuperModel superModel = SuperModel.builder(Nets.chain(3, Nets.conv("a", 24, 3, 1, 1, 1, true))).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    try (MultiTaskModel model = MultiTaskModel.builder(superModel).inputSize(8192, 8192).build()) {
      assertThat(model.memory(1, 8192, 8192).heap()).isEqualTo(4L * 3 * 8192 * 8192);
      assertThat(model.memory(1, 8192, 8192).arrays()).isEqualTo(4L * (3 + 3 + 24) * 8192 * 8192);
      assertThatThrownBy(() -> model.memory(1, 8192, 8192).check(false)).isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("a prediction for 1 image of 8192x8192 needs at least 768 MB of heap and 7680 MB of arrays");
      model.memory(1, 64, 64).check(true);
    }
  }

  @Property(tries = 2000)
  void aDamagedSampleIsRefusedOrReadWithoutMemoryThatItDoesNotHave(long seed) {
    RandomStream random = RandomStream.of(seed, "sample");
    byte[] bytes = new StoredSample(new byte[12], new long[] {3, 2, 2}, Map.of("a", Nets.random(DataType.FLOAT, 1, 6))).toBytes();
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    try {
      assertThat(StoredSample.read(bytes, "sample").outputs().size()).isLessThan(bytes.length);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).startsWith("sample");
    }
  }
}
