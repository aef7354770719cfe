package org.automtl4j.graph.prototxt.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/**
 * The text of a file and its name, for messages.
 *
 * @param name what messages call it
 * @param lines its lines
 * @param text the whole
 */
public record SourceText(String name, List<String> lines, String text) {
  /** Real networks take some ten kilobytes. */
  static final int LARGEST = 4 << 20;

  /**
   * @param file a UTF-8 file
   * @return its text
   */
  public static SourceText of(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": is a folder, allowed is a prototxt file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return of(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param name what messages call it
   * @param in UTF-8 bytes
   * @return their text
   * @throws IOException when reading fails
   */
  public static SourceText of(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw tooLarge(name);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return of(name, StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, buffer.position(), StandardCharsets.UTF_8);
      throw new InvalidInputException(name + ":" + (before.chars().filter(c -> c == '\n').count() + 1) + ": is not UTF-8 text (byte " + buffer.position() + ")",
          e);
    }
  }

  /**
   * @param name what messages call it
   * @param text the text
   * @return both
   */
  public static SourceText of(String name, String text) {
    if (text.length() > LARGEST) {
      throw tooLarge(name);
    }
    return new SourceText(name, List.of(text.split("\n", -1)), text);
  }

  private static InvalidInputException tooLarge(String name) {
    return new InvalidInputException(name + ": is larger than " + LARGEST / (1 << 20) + " MiB, which no backbone needs");
  }

  /** An error at a place; line and column count from 1. */
  PlacedException error(int line, int column, String problem) {
    return new PlacedException(name, line, column, problem);
  }

  /** The word or sign at a place, for messages. */
  String wordAt(int line, int column) {
    if (line > lines.size() || column > lines.get(line - 1).length()) {
      return line >= lines.size() ? "the end of the file" : "the end of the line";
    }
    String rest = lines.get(line - 1).substring(column - 1);
    int length = 0;
    while (length < rest.length() && length < 40 && (Character.isLetterOrDigit(rest.charAt(length)) || "_.+-".indexOf(rest.charAt(length)) >= 0)) {
      length++;
    }
    return rest.substring(0, Math.max(1, length));
  }
}
