package org.automtl4j.app.picture;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page that shows the predictions for many pictures below each other, for a browser. It refers to the pictures in its folder, and needs nothing else. */
public final class ContactSheet {
  private static final String STYLE = """
      body { font: 15px/1.5 system-ui, sans-serif; color: #222; margin: 2rem; }
      h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 2rem 0 .4rem; overflow-wrap: anywhere; }
      .row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
      .row img { max-height: 22rem; max-width: 100%; border: 1px solid #ddd; }
      p { margin: .3rem 0; } .bad { color: #a40000; }
      """;

  private final String title;
  private final StringBuilder rows = new StringBuilder();
  private int count;

  /** @param title what the page shows */
  public ContactSheet(String title) {
    this.title = title;
  }

  /**
   * @param name of a picture
   * @param figures files in the page's folder that show it
   * @param answers sentences about all of it, such as the class of the picture
   */
  public void add(String name, List<Path> figures, List<String> answers) {
    count++;
    rows.append("<h2>").append(escaped(name)).append("</h2>\n<div class=\"row\">");
    for (Path figure : figures) {
      String file = figure.getFileName().toString();
      rows.append("<a href=\"").append(address(file)).append("\"><img loading=\"lazy\" src=\"").append(address(file)).append("\" alt=\"").append(escaped(file)).append("\"></a>");
    }
    rows.append("</div>\n");
    answers.forEach(answer -> rows.append("<p>").append(escaped(answer)).append("</p>\n"));
  }

  /**
   * @param name of a picture that was not predicted
   * @param reason why
   */
  public void addFault(String name, String reason) {
    rows.append("<h2>").append(escaped(name)).append("</h2>\n<p class=\"bad\">").append(escaped(reason)).append("</p>\n");
  }

  /** @return the page */
  public String html() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(title) + "</title>\n<style>\n" + STYLE
        + "</style></head>\n<body><h1>" + escaped(title) + "</h1>\n<p>" + count + (count == 1 ? " picture" : " pictures") + "</p>\n" + rows + "</body></html>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  /** A file's name as a relative address: everything but plain letters in percent. */
  private static String address(String name) {
    List<String> parts = new ArrayList<>();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '-' || b == '_';
      parts.add(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b));
    }
    return String.join("", parts);
  }
}
