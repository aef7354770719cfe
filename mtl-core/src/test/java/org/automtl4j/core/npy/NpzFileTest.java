package org.automtl4j.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.mutation.DamagedFiles;
import org.automtl4j.golden.mutation.ZipMutator;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
  private static final Path REAL = GoldenFolder.root().resolve("model/checkpoints/tensors.npz");
  private static byte[] real;
  private static Path scratch;

  @TempDir Path folder;

  @BeforeAll
  static void makeScratch() throws IOException {
    real = Files.readAllBytes(REAL);
    scratch = Files.createTempFile("damaged", ".npz");
  }

  @AfterAll
  static void removeScratch() throws IOException {
    Files.delete(scratch);
  }

  private static Map<String, NumberArray> all(Path file) {
    NpzFile npz = NpzFile.read(file);
    Map<String, NumberArray> arrays = new LinkedHashMap<>();
    npz.names().forEach(name -> arrays.put(name, npz.array(name)));
    return arrays;
  }

  @Test
  void aFileOfNumPyIsReadWithAllItsTypesAndShapes() {
    Map<String, NumberArray> arrays = all(REAL);
    assertThat(arrays.get("transposed").shape()).containsExactly(5, 6);
    assertThat(arrays.get("empty").shape()).containsExactly(0, 3);
    assertThat(arrays.get("scalar_i64").shape()).isEmpty();
    assertThat(arrays.values()).extracting(NumberArray::type).contains(NumberType.FLOAT16, NumberType.FLOAT64, NumberType.BOOL, NumberType.INT16);
  }

  @Test
  void whatIsWrittenIsReadAgainInOrderAndIsTheSameBytesEachTime() throws IOException {
    Map<String, NumberArray> arrays = all(REAL);
    arrays.put("layer.0/weight", NumberArray.of(new double[] {1, 2}, 2));
    NpzFile.write(folder.resolve("a.npz"), arrays);
    NpzFile.write(folder.resolve("b.npz"), arrays);
    assertThat(all(folder.resolve("a.npz"))).containsExactlyEntriesOf(arrays);
    assertThat(Files.mismatch(folder.resolve("a.npz"), folder.resolve("b.npz"))).isEqualTo(-1);
  }

  @Test
  void aMissingNameIsRefusedNamingThoseThatThereAre() {
    NpzFile.write(folder.resolve("a.npz"), Map.of("x", NumberArray.of(new long[] {1}, 1)));
    NpzFile npz = NpzFile.read(folder.resolve("a.npz"));
    assertThatThrownBy(() -> npz.array("y")).isInstanceOf(InvalidInputException.class).hasMessageContaining("holds no array y, only x");
  }

  @Test
  void aZipOfOtherThingsIsRefused() throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("readme.txt is not an npy file");
  }

  @Test
  void aChangedNumberIsNoticed() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("x", NumberArray.of(new double[] {1, 2, 3}, 3)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\001\002") - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> NpzFile.read(file).array("x")).isInstanceOf(InvalidInputException.class).hasMessageContaining("checksum");
  }

  @Property(tries = 1000)
  void aDamagedFileIsReadOrRefusedAndNothingElse(long seed) throws IOException {
    Files.write(scratch, DamagedFiles.damage(real, seed));
    try {
      assertThat(all(scratch)).isNotNull();
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining(scratch.toString());
    }
  }

  @Test
  void aShapeIsReadWithoutNumbers() throws IOException {
    Path file = folder.resolve("zeros.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) { // 400 MB of zeros in 400 KB
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(NpyHeader.format(NumberType.FLOAT32, new long[] {100, 1 << 20}));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 400; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThat(NpzFile.read(file).shape("a")).containsExactly(100, 1 << 20);
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("a", NumberArray.of(new float[2], 2)));
    Files.write(file, ZipMutator.withTwice(Files.readAllBytes(file), "a.npy"));
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.npz: has two entries of the name a.npy");
  }

  @Test
  void aNumberMustBeOne() {
    Path file = folder.resolve("a.npz");
    NpzFile.write(file, Map.of("two", NumberArray.of(new long[2], 2), "none", NumberArray.of(new long[0], 0), "real", NumberArray.of(new float[1]), "one", NumberArray.of(new long[] {5}, 1)));
    NpzFile npz = NpzFile.read(file);
    assertThat(npz.whole("one")).isEqualTo(5);
    for (String name : List.of("two", "none", "real")) {
      assertThatThrownBy(() -> npz.whole(name)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.npz (" + name + "): must be");
    }
  }
}
