package org.automtl4j.data.dataset.folder.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.automtl4j.data.dataset.folder.LabelEncoding;

/**
 * The classes of a task: a list of names, or of sections {@code {name, value | values, color | colors}}.
 *
 * @param names the classes' names
 * @param encoding the numbers and colours that mean them
 */
record ClassList(List<String> names, LabelEncoding.Classes encoding) {
  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final int MOST_CLASSES = 1000;
  private static final int USUALLY_UNKNOWN = 255;
  private static final String ALLOWED = "a list of at least two classes, each a name or a section with the key name";

  /** @param coded whether numbers and colours may be given: for masks, not for tables */
  static ClassList read(Section section, boolean coded) {
    JsonNode list = section.need("classes", ALLOWED);
    if (!list.isArray() || list.size() < 2 || list.size() > MOST_CLASSES) {
      throw section.wrong("classes", list, ALLOWED);
    }
    List<String> names = new ArrayList<>();
    Map<Integer, Integer> values = new LinkedHashMap<>();
    Map<Integer, Integer> colours = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String name = entry(section, i, list.get(i), coded, values, colours);
      if (names.contains(name)) {
        throw section.wrong("classes", "'" + name + "' twice", "each class once");
      }
      names.add(name);
    }
    List<Integer> unknownValues = new ArrayList<>();
    List<Integer> unknownColours = new ArrayList<>();
    if (coded) {
      unknown(section, values, colours, unknownValues, unknownColours);
    }
    return new ClassList(names, new LabelEncoding.Classes(values, colours, unknownValues, unknownColours));
  }

  private static String entry(Section tasks, int index, JsonNode node, boolean coded, Map<Integer, Integer> values, Map<Integer, Integer> colours) {
    String place = "classes[" + index + "]";
    if (node.isValueNode() && !node.isNull() && !node.asText().isBlank()) {
      add(tasks, place, values, index, index, Integer.toString(index));
      return node.asText();
    }
    if (!node.isObject()) {
      throw tasks.wrong(place, node, "a name, or a section with the key name");
    }
    Section section = tasks.inner(place, node);
    String name = section.string("name").orElseThrow(() -> section.wrong("name", "nothing", "a text"));
    if (coded) {
      List<JsonNode> numbers = new ArrayList<>(section.list("value"));
      numbers.addAll(section.list("values"));
      numbers.forEach(n -> add(section, "value", values, whole(section, "value", n), index, n.asText()));
      if (numbers.isEmpty()) {
        add(section, "value", values, index, index, index + ", the class's place in the list");
      }
      List<JsonNode> shades = new ArrayList<>(section.find("color").stream().toList());
      shades.addAll(section.list("colors"));
      shades.forEach(c -> add(section, "color", colours, colour(section, "color", c), index, c.asText()));
    }
    section.close();
    return name;
  }

  private static void add(Section section, String key, Map<Integer, Integer> table, int code, int index, String found) {
    Integer other = table.putIfAbsent(code, index);
    if (other != null && other != index) {
      throw section.wrong(key, found, "what no other class has; class " + other + " has it too");
    }
  }

  private static void unknown(Section section, Map<Integer, Integer> values, Map<Integer, Integer> colours, List<Integer> unknownValues,
      List<Integer> unknownColours) {
    if (section.find("ignore").isEmpty() && !values.containsKey(USUALLY_UNKNOWN)) {
      unknownValues.add(USUALLY_UNKNOWN);
    }
    for (JsonNode node : section.list("ignore")) {
      boolean isColour = node.isTextual() && node.asText().startsWith("#");
      int code = isColour ? colour(section, "ignore", node) : whole(section, "ignore", node);
      if ((isColour ? colours : values).containsKey(code)) {
        throw section.wrong("ignore", node, "what no class has; class " + (isColour ? colours : values).get(code) + " has it");
      }
      (isColour ? unknownColours : unknownValues).add(code);
    }
  }

  private static int whole(Section section, String key, JsonNode node) {
    double number = section.asNumber(key, node);
    if (number != Math.rint(number) || Math.abs(number) > 65535) {
      throw section.wrong(key, node, "a whole number of at most 65535, or a colour such as \"#ff8000\"");
    }
    return (int) number;
  }

  /** @return 0xRRGGBB */
  static int colour(Section section, String key, JsonNode node) {
    if (node.isArray() && node.size() == 3) {
      int rgb = 0;
      for (JsonNode part : node) {
        double number = section.asNumber(key, part);
        if (number != Math.rint(number) || number < 0 || number > 255) {
          throw section.wrong(key, node, "a colour such as \"#ff8000\" or [255, 128, 0]");
        }
        rgb = rgb << 8 | (int) number;
      }
      return rgb;
    }
    String text = node.asText();
    if (!node.isTextual() || !COLOUR.matcher(text).matches()) {
      throw section.wrong(key, node, "a colour such as \"#ff8000\" (in quotes) or [255, 128, 0]");
    }
    return Integer.parseInt(text.substring(1).toLowerCase(Locale.ROOT), 16);
  }
}
