package org.automtl4j.graph.prototxt.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final char REPLACED = '\uFFFD';

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
    OtherFiles.refuse(name, bytes);
    if (bytes.length > LARGEST) {
      throw tooLarge(name);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return of(name, StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, buffer.position(), StandardCharsets.UTF_8);
      String readable = withoutComments(new String(bytes, StandardCharsets.UTF_8));
      if (readable.indexOf(REPLACED) < 0) {
        return of(name, readable);
      }
      throw new InvalidInputException(name + ":" + (before.chars().filter(c -> c == '\n').count() + 1) + ": is not UTF-8 text (byte " + buffer.position()
          + "); save it as UTF-8, or write that line in plain letters", e);
    }
  }

  /** Comments in another encoding say nothing to a reader: they are left out, and all else stays in its place. */
  private static String withoutComments(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int comment = line.indexOf(REPLACED) < 0 ? -1 : commentStart(line);
      lines.add(comment < 0 ? line : line.substring(0, comment));
    }
    return String.join("\n", lines);
  }

  private static int commentStart(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '#') {
        return i;
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    return -1;
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
