package org.automtl4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of text that are small by their kind, such as configurations: one that is not is refused before memory is taken for it. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * @param file a file of text in UTF-8
   * @param most the most bytes that a file of its kind may have
   * @return its text
   * @throws InvalidInputException if there is none, it is larger, or it is no text
   */
  public static String text(Path file, int most) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": cannot be read: it is a folder, a file is needed");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new InvalidInputException(file + ": is larger than " + most / 1024 + " KB, which no file of its kind needs");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": not UTF-8 text; save it as UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e + ")", e);
    }
  }
}
