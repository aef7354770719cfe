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
 * @param message the {@code NetParameter}
 * @param places lines and columns of its fields
 */
record ParsedText(SourceText source, Dialect dialect, Message message, TextFormatParseInfoTree places) {

  Fields fields() {
    return new Fields(this, message, List.of(places), TextFormatParseLocation.EMPTY);
  }
}
