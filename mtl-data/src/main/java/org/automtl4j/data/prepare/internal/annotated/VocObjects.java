package org.automtl4j.data.prepare.internal.annotated;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.automtl4j.core.InvalidInputException;

/** The objects of one of Pascal VOC's xml files. */
final class VocObjects {
  private static final int LONGEST = 1 << 20;
  private static final int MOST = 10_000;
  private static final int LONGEST_HEAD = 200;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern ENCODING = Pattern.compile("(?:\u00EF\u00BB\u00BF)?<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([^\"'>]+)[\"']");
  private static final List<String> SIDES = List.of("xmin", "ymin", "xmax", "ymax");

  private VocObjects() {}

  /**
   * An object.
   *
   * @param name its class
   * @param left the first column, from 0
   * @param top the first row, from 0
   * @param right the column behind the last
   * @param bottom the row below the last
   */
  record Box(String name, double left, double top, double right, double bottom) {

    double area() {
      return (right - left) * (bottom - top);
    }

    double[] outline() {
      return new double[] {left, top, right, top, right, bottom, left, bottom};
    }
  }

  static List<Box> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new InvalidInputException(file + ": is larger than " + LONGEST + " bytes, allowed: the boxes of one picture");
      }
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      return boxes(file, factory.createXMLStreamReader(new StringReader(text(bytes))));
    } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new InvalidInputException(file + ": not an xml file: its bytes are no text of the encoding that it names, or of UTF-8 where it names none", e);
    } catch (XMLStreamException e) {
      throw new InvalidInputException(file + ": not an xml file (line " + e.getLocation().getLineNumber() + ")", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }

  /** The JDK's reader would print bytes that are no text to standard error. */
  private static String text(byte[] bytes) throws CharacterCodingException {
    Matcher named = ENCODING.matcher(new String(bytes, 0, Math.min(bytes.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1));
    Charset charset = wide(bytes) ? StandardCharsets.UTF_16 : named.lookingAt() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(); // a decoder refuses what is malformed
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static boolean wide(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF || bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE);
  }

  /** The name and the box that stand in an object; parts of it have names and boxes of their own, deeper inside. */
  private static List<Box> boxes(Path file, XMLStreamReader xml) throws XMLStreamException {
    List<Box> boxes = new ArrayList<>();
    List<String> path = new ArrayList<>();
    Map<String, String> object = new HashMap<>();
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        path.add(xml.getLocalName());
        text.setLength(0);
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(xml.getText());
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        String at = String.join("/", path);
        String name = path.remove(path.size() - 1);
        if (at.equals("annotation/object/name") || at.equals("annotation/object/bndbox/" + name) && SIDES.contains(name)) {
          object.put(name, text.toString().strip());
        } else if (at.equals("annotation/object")) {
          boxes.add(box(file, object));
          object.clear();
        }
        if (boxes.size() > MOST) {
          throw new InvalidInputException(file + ": found more than " + MOST + " objects");
        }
        text.setLength(0);
      }
    }
    return boxes;
  }

  private static Box box(Path file, Map<String, String> object) {
    try {
      double[] sides = new double[SIDES.size()];
      for (int i = 0; i < sides.length; i++) {
        sides[i] = Double.parseDouble(object.getOrDefault(SIDES.get(i), ""));
      }
      boolean fits = sides[0] <= sides[2] && sides[1] <= sides[3] && Double.isFinite(sides[0] + sides[1] + sides[2] + sides[3]);
      if (fits && !object.getOrDefault("name", "").isEmpty()) {
        return new Box(object.get("name"), sides[0] - 1, sides[1] - 1, sides[2], sides[3]); // pixels count from 1, the last belongs to the object
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new InvalidInputException(file + ": found an object with " + object + ", allowed: a name, and xmin, ymin, xmax, ymax in bndbox");
  }
}
