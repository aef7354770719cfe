package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import java.util.List;
import org.automtl4j.core.InvalidInputException;

/** From text to a message: merges as the text format says, keeps places, and makes errors of users' mistakes. */
final class TextParser {

  private TextParser() {}

  /** Each round finds one value that is none of its list's, or all fields that no message has. */
  private static final int MOST_ROUNDS = 20;

  /**
   * @param source the text of a file
   * @param faults takes fields and values that the schema has not; they are left out of the message
   * @return its message
   * @throws InvalidInputException where it is not of the text format, with line and column, and all faults before
   */
  static ParsedText parse(SourceText source, Faults faults) {
    Dialect dialect = Dialect.of(source);
    String text = dialect.text();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      String before = text;
      try {
        return parse(source, dialect, text);
      } catch (TextFormat.ParseException e) {
        text = without(text, e, source, dialect, faults);
      }
      if (text.equals(before) || faults.isFull()) {
        break;
      }
    }
    faults.check();
    throw new IllegalStateException("a text without faults that cannot be read: " + source.name());
  }

  /**
   * @param source the text of a file
   * @return its message
   * @throws InvalidInputException where it is not of the text format or the schema, with line and column of each fault
   */
  static ParsedText parse(SourceText source) {
    Faults faults = new Faults(source);
    ParsedText parsed = parse(source, faults);
    faults.check();
    return parsed;
  }

  private static ParsedText parse(SourceText source, Dialect dialect, String text) throws TextFormat.ParseException {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(Schema.net());
    TextFormatParseInfoTree.Builder places = TextFormatParseInfoTree.builder();
    TextFormat.Parser parser = TextFormat.Parser.newBuilder().setParseInfoTreeBuilder(places).build();
    parser.merge(text, message);
    return new ParsedText(source, dialect, text, message.build(), places.build());
  }

  /** Notes what was found, and gives the text without it; the same text where nothing can be left out. */
  private static String without(String text, TextFormat.ParseException e, SourceText source, Dialect dialect, Faults faults) {
    List<ParserMessages.Place> unknown = ParserMessages.unknownFields(e.getMessage());
    String rest = text;
    for (ParserMessages.Place place : unknown) {
      faults.add(place.line(), dialect.column(place.line(), place.column()), place.problem());
      int at = ParsedText.offset(rest, place.line() - 1, place.column() - 1);
      if (faults.isFull() || !GivenField.isAt(rest, at)) {
        return text;
      }
      rest = GivenField.at(rest, at).blanked(rest);
    }
    if (!unknown.isEmpty()) {
      return rest;
    }
    int column = dialect.column(e.getLine(), e.getColumn());
    faults.add(e.getLine(), column, ParserMessages.explain(e.getMessage(), source.wordAt(e.getLine(), column)));
    return ParserMessages.isUnknownValue(e.getMessage()) ? withoutValue(text, ParsedText.offset(text, e.getLine() - 1, e.getColumn() - 1)) : text;
  }

  /** The parser stops at the value; the field begins with the word before it. */
  private static String withoutValue(String text, int value) {
    int at = value;
    while (at > 0 && (Character.isWhitespace(text.charAt(at - 1)) || text.charAt(at - 1) == ':')) {
      at--;
    }
    while (at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '_')) {
      at--;
    }
    return GivenField.at(text, at).blanked(text);
  }
}
