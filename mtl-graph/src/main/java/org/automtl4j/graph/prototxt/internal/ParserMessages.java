package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.text.Suggestion;

/** Says in the user's words what protobuf-java's parser says in its own: what was found, what is allowed. */
final class ParserMessages {
  private static final int MOST_NAMES = 11;
  private static final Pattern PLACE = Pattern.compile("^\\d+:\\d+: ");
  private static final String UNKNOWN_FIELDS = "unknown fields and/or extensions:";
  private static final Pattern UNKNOWN_FIELD = Pattern.compile("\\n(\\d+):(\\d+):\\t(\\S+)");
  private static final Pattern UNKNOWN_VALUE = Pattern.compile("^Enum type \"(.+)\" has no value (?:named|with number) \"?(.*?)\"?\\.$");
  private static final Pattern RANGE = Pattern.compile("Number (?:must be positive|out of range for (\\d+)-bit (unsigned|signed) integer)");

  private ParserMessages() {}

  /** A problem and where it is; line and column count from 1. */
  record Place(int line, int column, String problem) {}

  /** All fields of a message that the schema has not; none where the message is about something else. */
  static List<Place> unknownFields(String message) {
    List<Place> places = new ArrayList<>();
    Matcher field = UNKNOWN_FIELD.matcher(message);
    while (message.contains(UNKNOWN_FIELDS) && field.find()) {
      places.add(new Place(Integer.parseInt(field.group(1)), Integer.parseInt(field.group(2)), unknownField(field.group(3))));
    }
    return places;
  }

  /** Whether a message is about a value that is none of its list's. */
  static boolean isUnknownValue(String message) {
    return UNKNOWN_VALUE.matcher(PLACE.matcher(message).replaceFirst("")).find();
  }

  /**
   * @param message protobuf-java's message
   * @param found the word where it stopped
   * @return what was found and what is allowed
   */
  static String explain(String message, String found) {
    String problem = PLACE.matcher(message).replaceFirst("");
    Matcher unknownValue = UNKNOWN_VALUE.matcher(problem);
    if (unknownValue.find()) {
      List<String> values = enumType(unknownValue.group(1)).getValues().stream().map(EnumValueDescriptor::getName).toList();
      return "found " + unknownValue.group(2) + ", allowed is " + String.join(", ", values) + Suggestion.didYouMean(unknownValue.group(2), values);
    }
    Matcher range = RANGE.matcher(problem);
    if (range.find()) {
      return "found " + found + ", allowed is a whole number "
          + ("signed".equals(range.group(2)) ? "of " + range.group(1) + " bits with sign" : "from 0 to 4294967295");
    }
    if (problem.startsWith("Couldn't parse integer")) {
      return "found " + found + ", allowed is a whole number such as 3" + (found.equals("[") ? "; this field takes one value, not a list" : "");
    }
    if (problem.startsWith("Couldn't parse number")) {
      return "found " + found + ", allowed is a number such as 1e-5";
    }
    if (problem.startsWith("Expected \"true\" or \"false\"")) {
      return "found " + found + ", allowed is true or false";
    }
    if (problem.startsWith("Expected string")) {
      return "found " + found + ", allowed is a string in quotes";
    }
    if (problem.startsWith("Expected identifier")) {
      return "found " + found + ", allowed is the name of a field";
    }
    if (problem.startsWith("Expected ")) {
      return "found " + found + ", allowed is " + problem.substring("Expected ".length()).replaceAll("\\.$", "");
    }
    return problem.replaceAll("\\.$", "").replace('\n', ' ');
  }

  private static String unknownField(String path) {
    FileDescriptor file = Schema.net().getFile();
    String local = path.substring(file.getPackage().length() + 1);
    String type = local.substring(0, local.indexOf('.'));
    String name = local.substring(local.indexOf('.') + 1);
    Descriptor message = file.findMessageTypeByName(type);
    List<String> known = message.getFields().stream().map(FieldDescriptor::getName).toList();
    String some = String.join(", ", known.subList(0, Math.min(MOST_NAMES, known.size()))) + (known.size() > MOST_NAMES ? ", ..." : "");
    return "found " + name + ", which is no field of " + type + "; allowed is " + some + Suggestion.didYouMean(name, known);
  }

  private static EnumDescriptor enumType(String fullName) {
    FileDescriptor file = Schema.net().getFile();
    String[] path = fullName.substring(file.getPackage().length() + 1).split("\\.");
    return path.length == 1 ? file.findEnumTypeByName(path[0]) : file.findMessageTypeByName(path[0]).findEnumTypeByName(path[1]);
  }
}
