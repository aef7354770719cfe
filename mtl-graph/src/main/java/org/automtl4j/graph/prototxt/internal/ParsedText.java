package org.automtl4j.graph.prototxt.internal;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.TextFormatParseLocation;
import java.util.List;

/**
 * A message and where its fields stand in the text.
 *
 * @param source the text
 * @param dialect the form of it that was parsed
 * @param text what of it was parsed
 * @param message the {@code NetParameter}
 * @param places lines and columns of its fields
 */
record ParsedText(SourceText source, Dialect dialect, String text, Message message, TextFormatParseInfoTree places) {

  /** What was written for the field of a place. */
  String value(TextFormatParseLocation place) {
    return GivenField.at(text, offset(text, place.getLine(), place.getColumn())).value();
  }

  /** Where a line and column are, both counted from 0. */
  static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 0; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return Math.min(text.length(), start + column);
  }

  Fields fields() {
    return new Fields(this, message, List.of(places), TextFormatParseLocation.EMPTY);
  }
}
