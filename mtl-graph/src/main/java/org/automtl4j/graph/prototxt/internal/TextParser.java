package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import org.automtl4j.graph.InvalidInputException;

/** From text to a message: merges as the text format says, keeps places, and makes errors of users' mistakes. */
final class TextParser {

  private TextParser() {}

  /**
   * @param source the text of a file
   * @return its message
   * @throws InvalidInputException where it is not of the text format or the schema, with line and column
   */
  static ParsedText parse(SourceText source) {
    Dialect dialect = Dialect.of(source);
    DynamicMessage.Builder message = DynamicMessage.newBuilder(Schema.net());
    TextFormatParseInfoTree.Builder places = TextFormatParseInfoTree.builder();
    TextFormat.Parser parser = TextFormat.Parser.newBuilder().setParseInfoTreeBuilder(places).build();
    try {
      parser.merge(dialect.text(), message);
    } catch (TextFormat.ParseException e) {
      int column = dialect.column(e.getLine(), e.getColumn());
      String problem = ParserMessages.explain(e.getMessage(), source.wordAt(e.getLine(), column));
      throw new InvalidInputException(source.error(e.getLine(), column, problem).getMessage(), e);
    }
    return new ParsedText(source, dialect, message.build(), places.build());
  }
}
