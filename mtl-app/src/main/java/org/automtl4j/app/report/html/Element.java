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
public final class Element {
  private static final Set<String> VOID = Set.of("br", "hr", "img", "meta", "link", "col");
  private static final Set<String> DRAWN = Set.of("rect", "path", "line", "circle", "polyline", "use");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  /** Elements and strings. */
  private final List<Object> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  /**
   * @param name of the element
   * @param children what stands in it
   * @return the element
   */
  public static Element of(String name, Element... children) {
    return new Element(name).add(children);
  }

  /**
   * @param name of the element
   * @param text what stands in it
   * @return the element
   */
  public static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /**
   * @param style its class
   * @param children what stands in it
   * @return a {@code div}
   */
  public static Element div(String style, Element... children) {
    return of("div", children).set("class", style);
  }

  /**
   * @param colour {@code #rrggbb}
   * @return a small square of it, for legends
   */
  public static Element swatch(String colour) {
    return of("svg").set("viewBox", "0 0 12 12").set("class", "swatch").set("aria-hidden", "true")
        .add(of("rect").set("width", "12").set("height", "12").set("rx", "2").set("fill", colour));
  }

  /**
   * Sets an attribute; numbers stand there as Java prints them, which is independent of the language.
   *
   * @param attribute its name
   * @param value its value
   * @return this
   */
  public Element set(String attribute, Object value) {
    attributes.put(attribute, value.toString());
    return this;
  }

  /**
   * Sets a coordinate, with as many digits as can be seen.
   *
   * @param attribute its name
   * @param value the coordinate
   * @return this
   */
  public Element at(String attribute, double value) {
    return set(attribute, Numbers.coordinate(value));
  }

  /**
   * @param text to add
   * @return this
   */
  public Element text(String text) {
    children.add(text);
    return this;
  }

  /**
   * @param more elements to add
   * @return this
   */
  public Element add(Element... more) {
    children.addAll(List.of(more));
    return this;
  }

  /**
   * @param more elements to add
   * @return this
   */
  public Element addAll(List<Element> more) {
    children.addAll(more);
    return this;
  }

  /**
   * @param text what a browser shows beside the pointer
   * @return this
   */
  public Element tip(String text) {
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
