package org.automtl4j.data.prepare.internal.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.golden.mutation.ByteMutator;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.Mutator;
import org.automtl4j.golden.mutation.TextMutator;
import org.automtl4j.golden.mutation.ZipMutator;

/** CityScapes' archives, whatever stands in them: a message names the archive and the file in it. */
class DamagedArchivesTest extends MutationContract {

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    Path out = folder.resolve("out");
    Mutator bytes = new ByteMutator();
    Mutator text = new TextMutator();
    return List.of(new MutatedFormat("cityscapes archive", "all.zip", archive(folder), new ZipMutator(name -> name.endsWith(".json") ? text : bytes), file -> {
      Path zip = source.resolve("all.zip");
      Files.write(zip, Files.readAllBytes(file));
      try (Source cityscapes = new CityscapesSource(source, 8, 16)) {
        for (Source.Item item : cityscapes.items()) {
          read(cityscapes, item, out);
        }
      } catch (InvalidInputException e) {
        // What is missing is told of the folder with all archives.
        throw e.getMessage().contains("neither in folders nor in zip archives") ? new InvalidInputException(zip + ": " + e.getMessage()) : e;
      }
    }, InvalidInputException.class));
  }

  private static void read(Source source, Source.Item item, Path out) {
    try {
      source.write(item, out);
      source.check(item, out);
    } catch (InvalidInputException e) {
      throw source.located(e);
    }
  }

  private static byte[] archive(Path folder) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Path file = folder.resolve("file.png");
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      for (int i = 0; i < 2; i++) {
        String name = (i == 0 ? "train" : "val") + "/town/town_00000" + i + "_000019";
        PngFile.colour(file, new byte[3 * 512], 16, 32);
        add(zip, "leftImg8bit/" + name + "_leftImg8bit.png", Files.readAllBytes(file));
        PngFile.grey(file, new byte[512], 16, 32);
        add(zip, "gtFine/" + name + "_gtFine_labelIds.png", Files.readAllBytes(file));
        PngFile.grey16(file, new short[512], 16, 32);
        add(zip, "disparity/" + name + "_disparity.png", Files.readAllBytes(file));
        add(zip, "camera/" + name + "_camera.json", "{\"extrinsic\": {\"baseline\": 0.2}, \"intrinsic\": {\"fx\": 2000}}".getBytes(StandardCharsets.UTF_8));
      }
    }
    return packed.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
  }
}
