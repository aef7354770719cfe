package org.automtl4j.data.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Files that were changed at random are read or refused with their name, nothing else. */
class DamagedFilesPropertyTest {
  private static Path folder;
  private static byte[] png;
  private static byte[] jpeg;
  private static byte[] npy;

  @BeforeAll
  static void writeRealFiles() throws IOException {
    folder = Files.createTempDirectory("damaged");
    BufferedImage image = new BufferedImage(12, 10, BufferedImage.TYPE_3BYTE_BGR);
    image.getRaster().setPixels(0, 0, 12, 10, new Random(1).ints(360, 0, 256).toArray());
    png = encoded(image, "png");
    jpeg = encoded(image, "jpg");
    Path array = folder.resolve("a.npy");
    NpyFile.write(array, NumberArray.of(new float[60], 4, 5, 3));
    npy = Files.readAllBytes(array);
  }

  @AfterAll
  static void removeFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 3000)
  void png(long seed) {
    Random random = new Random(seed);
    check("p.png", repaired(mutated(png, random), random.nextBoolean()), ImageFile::readColour);
  }

  @Property(tries = 1000)
  void jpeg(long seed) {
    Random random = new Random(seed);
    check("j.jpg", mutated(jpeg, random), ImageFile::read);
  }

  @Property(tries = 3000)
  void npy(long seed) {
    Random random = new Random(seed);
    check("n.npy", mutated(npy, random), ArrayFile::read);
  }

  private static void check(String name, byte[] bytes, Function<Path, Pixels> reader) {
    Path file = folder.resolve(name);
    try {
      Files.write(file, bytes);
      Pixels pixels = reader.apply(file);
      assertThat(pixels.toFloats()).hasSize(pixels.height() * pixels.width() * pixels.channels());
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageStartingWith(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      fail("a damaged " + name + " ended in", e);
    }
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "0123456789()',<>|".charAt(random.nextInt(17)));
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 9)) : bytes;
  }

  /** Puts the right check sums into a png, so that the damage behind them is met. */
  private static byte[] repaired(byte[] bytes, boolean wanted) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    for (int at = 8; wanted && at + 12 <= bytes.length; ) {
      int length = file.getInt(at);
      if (length < 0 || length > bytes.length - at - 12) {
        break;
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, at + 4, length + 4);
      file.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
    return bytes;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }
}
