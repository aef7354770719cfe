package org.automtl4j.app.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.LibraryVersion;

/** The frame around the sections: a page that asks nobody for anything, which its security policy makes sure of. */
final class Page {
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private Page() {}

  /**
   * @param title of the window
   * @param links of the line below the head, by the section's id
   */
  static String of(String title, Element head, Map<String, String> links, List<Element> sections) {
    Element navigation = Element.of("nav");
    links.forEach((id, text) -> navigation.add(Element.of("a", text).set("href", "#" + id)));
    Element main = Element.of("main", head);
    if (links.size() > 1) {
      main.add(navigation);
    }
    main.addAll(sections);
    main.add(Element.of("footer", "Made by AutoMTL4J " + LibraryVersion.number() + ". This page needs no network."));
    Element html = Element.of("html",
        Element.of("head", Element.of("meta").set("charset", "utf-8"), Element.of("meta").set("name", "viewport")
            .set("content", "width=device-width, initial-scale=1"),
            Element.of("meta").set("http-equiv", "Content-Security-Policy").set("content", POLICY), Element.of("title", title), Element.of("style", style())),
        Element.of("body", main)).set("lang", "en");
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (text.matches("(?s).*[<>&\"].*")) {
        throw new IllegalStateException("report.css must do without characters that are escaped in markup");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource report.css", e);
    }
  }
}
