package org.automtl4j.app.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One element of a page, with attributes and children. All text is escaped on the way out, whoever wrote it, so that a task called {@code <script>} is shown
 * and not run. What is written is well-formed XML and HTML at once.
 */
final class Element {
  private static final Set<String> VOID = Set.of("br", "hr", "img", "meta", "link", "col");
  private static final Set<String> DRAWN = Set.of("rect", "path", "line", "circle", "polyline", "use");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  /** Elements and strings. */
  private final List<Object> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  static Element of(String name, Element... children) {
    return new Element(name).add(children);
  }

  static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  static Element div(String style, Element... children) {
    return of("div", children).set("class", style);
  }

  /** Sets an attribute; numbers stand there as Java prints them, which is independent of the language. */
  Element set(String attribute, Object value) {
    attributes.put(attribute, value.toString());
    return this;
  }

  /** A coordinate, with as many digits as can be seen. */
  Element at(String attribute, double value) {
    return set(attribute, Numbers.coordinate(value));
  }

  Element text(String text) {
    children.add(text);
    return this;
  }

  Element add(Element... more) {
    children.addAll(List.of(more));
    return this;
  }

  Element addAll(List<Element> more) {
    children.addAll(more);
    return this;
  }

  /** What a browser shows beside the pointer. */
  Element tip(String text) {
    children.add(0, of("title", text));
    return this;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  void write(StringBuilder out) {
    out.append('<').append(name);
    attributes.forEach((key, value) -> {
      out.append(' ').append(key).append("=\"");
      escape(value, out);
      out.append('"');
    });
    if (VOID.contains(name) || DRAWN.contains(name) && children.isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Object child : children) {
      if (child instanceof Element element) {
        element.write(out);
      } else {
        escape((String) child, out);
      }
    }
    out.append("</").append(name).append('>');
    if (name.matches("section|tr|div|svg|figure|li")) {
      out.append('\n');
    }
  }

  private static void escape(String text, StringBuilder out) {
    text.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
      }
    });
  }

  /** The characters that XML knows. */
  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
  }
}
