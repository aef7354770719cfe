package org.automtl4j.graph.model.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NumberType;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.mutation.DamagedFiles;
import org.automtl4j.golden.mutation.ZipMutator;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class TorchFileTest {
  private static final Path FOLDER = GoldenFolder.root().resolve("model/checkpoints");
  private static final List<String> REAL = List.of(
      "tensors_zip.model", "tensors_legacy.model", "trainer_zip.model", "trainer_cuda_legacy.model", "trainer_proto4.model");
  private static Path scratch;

  @TempDir Path folder;

  @BeforeAll
  static void makeScratch() throws IOException {
    scratch = Files.createTempFile("damaged", ".model");
  }

  @AfterAll
  static void removeScratch() throws IOException {
    Files.delete(scratch);
  }

  private static TorchFile trainer() {
    return TorchFile.read(FOLDER.resolve("trainer_zip.model"));
  }

  @Test
  void theOrderOfKeysIsThatOfTheFile() {
    List<String> order = List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked");
    assertThat(trainer().stateDict().keySet()).containsExactlyElementsOf(order);
    assertThat(TorchFile.read(FOLDER.resolve("trainer_legacy.model")).stateDict().keySet()).containsExactlyElementsOf(order);
    assertThat(TorchFile.read(FOLDER.resolve("bare_state_dict.model")).stateDict().keySet()).containsExactlyElementsOf(order);
  }

  @Test
  void keysMayBeAnyText() {
    Map<String, TorchTensor> tensors = TorchFile.read(FOLDER.resolve("tensors_zip.model")).tensors();
    assertThat(tensors.get("strange key: \u00e9 \ud83d\ude00").numbers().toFloats()).containsExactly(1f);
  }

  @Test
  void aTensorGoesIntoNd4jWithItsOwnTypeOrAnother() {
    TorchTensor half = TorchFile.read(FOLDER.resolve("tensors_legacy.model")).tensor("f16");
    assertThat(half.type()).isEqualTo(NumberType.FLOAT16);
    assertThat(half.array().dataType()).isEqualTo(DataType.FLOAT16);
    assertThat(half.array(DataType.DOUBLE).toDoubleVector()).isEqualTo(half.numbers().toDoubles());
  }

  @Test
  void aMissingValueIsRefusedNamingWhatThereIs() {
    assertThat(trainer().contains("state_dict", "9.weight")).isFalse();
    assertThatThrownBy(() -> trainer().tensor("state_dict", "9.weight")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("trainer_zip.model").hasMessageContaining("has no state_dict/9.weight; there is 0.weight, 0.bias");
    assertThatThrownBy(() -> trainer().number("state_dict")).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("state_dict should be a number, but is dictionary of 7");
  }

  @Test
  void anotherClassIsRefusedByName() throws IOException {
    Path file = folder.resolve("a.model");
    Files.write(file, legacy("cos\nsystem\n(X\u0004\0\0\0exit" + "tR."));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("holds a os.system, but only tensors");
  }

  @Test
  void aNameThatIsHarmlessButNoTensorIsRefusedToo() throws IOException {
    Path file = folder.resolve("a.model");
    Files.write(file, legacy("cbuiltins\neval\n."));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("builtins.eval");
  }

  @Test
  void nestedTuplesCannotMakeAKeyThatTakesForever() throws IOException {
    Path file = folder.resolve("a.model");
    // t = (); 60 times: t = (t, t); {t: None} - its hash would need 2^60 steps
    Files.write(file, legacy("})" + "2\u0086".repeat(60) + "Ns."));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("key of a dictionary");
  }

  @Test
  void copiesOfAListCountLikeTheList() throws IOException {
    Path file = folder.resolve("a.model");
    // a list of 3000 pairs, and a thousand times OrderedDict(list)
    StringBuilder pairs = new StringBuilder("](");
    for (int i = 0; i < 3000; i++) {
      pairs.append("M").append((char) (i & 255)).append((char) (i >> 8)).append("N\u0086");
    }
    Files.write(file, legacy(pairs + "eq\0" + "](" + "ccollections\nOrderedDict\nh\0\u0085R".repeat(1000) + "e."));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.model: holds more than 2000000 objects");
  }

  @Test
  void keysThatShareOneHashTakeNoLongerThanOthers() throws IOException {
    Path file = folder.resolve("a.model");
    StringBuilder entries = new StringBuilder("}(");
    for (int i = 1; i <= 60_000; i++) { // whole numbers and fractions whose halves are alike: Java's hash of each is 0
      ByteBuffer halves = ByteBuffer.allocate(Long.BYTES).putInt(i).putInt(i);
      String bigEndian = new String(halves.array(), StandardCharsets.ISO_8859_1);
      entries.append("\u008a\u0008").append(new StringBuilder(bigEndian).reverse()).append("NG").append(bigEndian).append("N");
    }
    Files.write(file, legacy(entries + "u."));
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(TorchFile.read(file).dictionary()).hasSize(120_000));
  }

  @Test
  void aZipWithTwoEntriesOfOneNameIsRefused() throws IOException {
    Path file = folder.resolve("a.model");
    Files.write(file, ZipMutator.withTwice(Files.readAllBytes(FOLDER.resolve("tensors_zip.model")), "tensors_zip/data.pkl"));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("two entries of the name tensors_zip/data.pkl");
  }

  @Test
  void aTextOfAnnouncedGigabytesIsRefusedBeforeItIsAllocated() throws IOException {
    Path file = folder.resolve("a.model");
    Files.write(file, legacy("X\u00ff\u00ff\u00ff\u007fabc."));
    assertThatThrownBy(() -> TorchFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("are announced");
  }

  @Test
  void whatIsNoFileOfTorchSaveIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    assertThatThrownBy(() -> TorchFile.read(text)).isInstanceOf(InvalidInputException.class).hasMessageContaining("is not a file of torch.save");
    assertThatThrownBy(() -> TorchFile.read(folder.resolve("none"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> TorchFile.read(FOLDER.resolve("tensors.npz"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("no data.pkl");
  }

  @Test
  void aFileThatVanishesIsReportedWhenItsNumbersAreRead() throws IOException {
    Path file = Files.copy(FOLDER.resolve("tensors_zip.model"), folder.resolve("a.model"));
    TorchTensor tensor = TorchFile.read(file).tensor("f32");
    Files.delete(file);
    assertThatThrownBy(tensor::numbers).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.model");
  }

  /** A file of the older form around the given pickle. */
  private static byte[] legacy(String pickle) {
    String magic = "\u0080\u0002\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019.";
    return (magic + "\u0080\u0002M\u00e9\u0003." + "\u0080\u0002}." + "\u0080\u0002" + pickle + "\u0080\u0002].").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Property(tries = 1500)
  void aDamagedFileIsReadOrRefusedAndNothingElse(long seed) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(REAL.get((int) Math.floorMod(seed, (long) REAL.size()))));
    Files.write(scratch, DamagedFiles.damage(whole, seed));
    try {
      readEverything(TorchFile.read(scratch).value(), 0);
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(scratch.toString());
    }
  }

  private static void readEverything(Object value, int depth) {
    if (depth > 6) {
      return;
    }
    if (value instanceof TorchTensor tensor) {
      assertThat(tensor.numbers().shape()).isEqualTo(tensor.shape());
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(entry -> readEverything(entry, depth + 1));
    } else if (value instanceof List<?> list) {
      list.forEach(entry -> readEverything(entry, depth + 1));
    }
  }
}
