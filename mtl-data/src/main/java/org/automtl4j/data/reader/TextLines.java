package org.automtl4j.data.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.internal.CountedStream;

/**
 * The lines of lists and tables: UTF-8 with or without a byte-order mark, or UTF-16 with one, as Notepad and PowerShell write it. Names are brought to one
 * Unicode form (NFC), since a Mac stores é as two characters and other systems as one.
 */
public final class TextLines {
  /** The most bytes of a list or table. */
  public static final long LONGEST = 1L << 26;
  /** The most lines of a list or table. */
  public static final int MOST = 2_000_000;
  private static final int MARK = 3;

  private TextLines() {}

  /**
   * @param file a text file
   * @return its lines, without the mark at its beginning
   * @throws InvalidInputException if there is no such file, it is no text, or longer than a list can be
   */
  public static List<String> of(Path file) {
    requireShort(file, LONGEST);
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = open(file, LONGEST)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (lines.size() == MOST) {
          throw new InvalidInputException(file + ": more than " + MOST + " lines, the most that are read");
        }
        lines.add(line);
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": not a text file in UTF-8", e);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
    return lines;
  }

  /**
   * @param file a text file
   * @param longest the most bytes that it may have
   * @return all of it, without the mark at its beginning
   * @throws InvalidInputException if there is no such file, it is no text, or longer than that
   */
  public static String whole(Path file, long longest) {
    requireShort(file, longest);
    StringBuilder text = new StringBuilder();
    char[] chunk = new char[1 << 13];
    try (BufferedReader reader = open(file, longest)) {
      for (int got = reader.read(chunk); got >= 0; got = reader.read(chunk)) {
        text.append(chunk, 0, got);
        if (text.length() > longest) {
          throw new InvalidInputException(file + ": longer than " + longest + " characters");
        }
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": not a text file in UTF-8", e);
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
    return text.toString();
  }

  /**
   * @param name a file's name
   * @return it in the form in which names are compared
   */
  public static String name(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static void requireShort(Path file, long longest) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": " + (Files.isDirectory(file) ? "is a folder, not a file" : "there is no such file"));
    }
    try {
      if (Files.size(file) > longest) {
        throw new InvalidInputException(file + ": " + Files.size(file) + " bytes long, more than " + longest);
      }
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }

  private static BufferedReader open(Path file, long longest) throws IOException {
    InputStream plain = new CountedStream(file, Files.newInputStream(file), longest);
    PushbackInputStream in = new PushbackInputStream(plain, MARK);
    byte[] start = in.readNBytes(MARK);
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (start.length == MARK && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF) {
      mark = MARK;
    } else if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    }
    in.unread(start, mark, start.length - mark);
    return new BufferedReader(new InputStreamReader(in, charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }
}
