package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.TextFormatParseLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one message by name, with the schema's defaults, and where they stand.
 *
 * @param file the text that it is of
 * @param message the message
 * @param places where its fields stand, one tree for each time that the message was given
 * @param start where the message stands
 */
record Fields(ParsedText file, Message message, List<TextFormatParseInfoTree> places, TextFormatParseLocation start) {

  boolean has(String name) {
    FieldDescriptor field = field(name);
    return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
  }

  /** A field of type uint32, whose largest values do not fit a layer. */
  int count(String name) {
    int value = (int) message.getField(field(name));
    if (value < 0) {
      throw error(name, name + " is " + Integer.toUnsignedString(value) + ", allowed is up to " + Integer.MAX_VALUE);
    }
    return value;
  }

  int integer(String name) {
    return (int) message.getField(field(name));
  }

  boolean flag(String name) {
    return (boolean) message.getField(field(name));
  }

  /** A float as the shortest decimal that means it: 1e-5 stays 1e-5. */
  double real(String name) {
    return Double.parseDouble(Float.toString((float) message.getField(field(name))));
  }

  String text(String name) {
    return (String) message.getField(field(name));
  }

  String choice(String name) {
    return ((EnumValueDescriptor) message.getField(field(name))).getName();
  }

  /** Whether this is a layer of the form that files had before 2014. */
  boolean isOld() {
    return message.getDescriptorForType().getName().equals("V1LayerParameter");
  }

  /** The names of a layer's outputs; of several in the form of today only the last is in the message. */
  List<String> tops() {
    if (isOld()) {
      return all("top", String.class);
    }
    List<String> written = written("top").stream().map(value -> value.replaceAll("^[\"']|[\"']$", "")).toList();
    return written.size() > 1 ? written : has("top") ? List.of(text("top")) : List.of();
  }

  <T> List<T> all(String name, Class<T> type) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field(name)); i++) {
      values.add(type.cast(message.getRepeatedField(field(name), i)));
    }
    return values;
  }

  /** A message inside, all its occurrences merged; one that is absent has all defaults. */
  Fields child(String name) {
    List<TextFormatParseInfoTree> trees = places.stream().flatMap(tree -> tree.getNestedTrees(field(name)).stream()).toList();
    return new Fields(file, (Message) message.getField(field(name)), trees, place(name));
  }

  /** The messages inside, in order. */
  List<Fields> children(String name) {
    List<TextFormatParseInfoTree> trees = places.stream().flatMap(tree -> tree.getNestedTrees(field(name)).stream()).toList();
    List<TextFormatParseLocation> starts = places.stream().flatMap(tree -> tree.getLocations(field(name)).stream()).toList();
    List<Fields> children = new ArrayList<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field(name)); i++) {
      children.add(new Fields(file, (Message) message.getRepeatedField(field(name), i), List.of(trees.get(i)), starts.get(i)));
    }
    return children;
  }

  /** An error at a field, where it was given last; at the message, where it was not given. */
  PlacedException error(String name, String problem) {
    return error(place(name), problem);
  }

  /** An error at the message. */
  PlacedException error(String problem) {
    return error(start, problem);
  }

  private PlacedException error(TextFormatParseLocation place, String problem) {
    int line = Math.max(place.getLine(), 0) + 1;
    return file.source().error(line, file.dialect().column(line, Math.max(place.getColumn(), 0) + 1), problem);
  }

  /** What was written for a field, each time that it was given in the same message; a message that is given again may replace what it says. */
  List<String> written(String name) {
    return places.stream().map(tree -> tree.getLocations(field(name))).max(Comparator.comparingInt(List::size)).orElse(List.of()).stream().map(file::value).toList();
  }

  /** The fields of which there is one, by name with what was written for them, where that is not the same each time: in this message and in all its occurrences. */
  Map<String, List<String>> contradictions() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      if (!field.isRepeated() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        List<String> values = places.stream().flatMap(tree -> tree.getLocations(field).stream()).map(file::value).distinct().toList();
        if (values.size() > 1) {
          found.put(field.getName(), values);
        }
      }
    }
    return found;
  }

  /** The messages inside of which there is one, as far as they were given. */
  List<Fields> given() {
    return message.getAllFields().keySet().stream().filter(field -> !field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
        .map(field -> child(field.getName())).toList();
  }

  private TextFormatParseLocation place(String name) {
    List<TextFormatParseLocation> all = places.stream().flatMap(tree -> tree.getLocations(field(name)).stream()).toList();
    return all.isEmpty() ? start : all.get(all.size() - 1);
  }

  private FieldDescriptor field(String name) {
    return Schema.field(message.getDescriptorForType(), name);
  }
}
