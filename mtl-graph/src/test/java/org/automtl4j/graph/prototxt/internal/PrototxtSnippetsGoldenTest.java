package org.automtl4j.graph.prototxt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenFolder;
import org.automtl4j.golden.GoldenReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every snippet is accepted or refused, and means the same, as with the published reader. */
class PrototxtSnippetsGoldenTest {
  /** Fields that the published reader has not. */
  private static final List<String> CAFFE = List.of("use_global_stats", "moving_average_fraction");

  @TestFactory
  Stream<DynamicTest> aSnippetMeansWhatItMeansToThePublishedReader() {
    GoldenFolder.needs("prototxt_parse.json");
    JsonNode file = GoldenFolder.json(GoldenFolder.root().resolve("prototxt_parse.json"));
    JsonNode snippets = StreamSupport.stream(file.spliterator(), false).filter(JsonNode::isArray).findFirst().orElseThrow();
    assertThat(snippets).isNotEmpty();
    return IntStream.range(0, snippets.size()).mapToObj(i ->
        DynamicTest.dynamicTest(snippets.get(i).get("text").toString(), () -> check("prototxt_parse/" + i, snippets.get(i))));
  }

  private static void check(String name, JsonNode snippet) {
    SourceText source = SourceText.of("golden", snippet.get("text").asText());
    if (snippet.get("ok").asBoolean()) {
      GoldenReport.same(name, "parsed values", values(TextParser.parse(source).message()), expected(snippet.get("message")));
    } else {
      if (CAFFE.stream().anyMatch(source.text()::contains)) {
        assertThat(TextParser.parse(source).message()).as("a field of Caffe's that is read").isNotNull();
        GoldenReport.mended(name, "is an error", "files of Caffe are read");
        return;
      }
      assertThatThrownBy(() -> TextParser.parse(source)).isInstanceOf(InvalidInputException.class).hasMessageMatching("golden:\\d+:\\d+: .*");
      GoldenReport.same(name, "is an error", snippet.get("ok").asBoolean(), false);
    }
  }

  /** The fields that were given: numbers as floats or longs in decimal, enums by name. */
  private static Object values(Object value) {
    if (value instanceof Message message) {
      Map<String, Object> fields = new TreeMap<>();
      message.getAllFields().forEach((field, content) -> fields.put(field.getName(), values(field, content)));
      return fields;
    }
    return value;
  }

  private static Object values(FieldDescriptor field, Object content) {
    if (content instanceof List<?> list) {
      return list.stream().map(value -> values(field, value)).toList();
    }
    if (content instanceof EnumValueDescriptor constant) {
      return constant.getName();
    }
    boolean unsigned = field.getType() == FieldDescriptor.Type.UINT32;
    return content instanceof Message ? values(content) : unsigned ? Integer.toUnsignedString((int) content) : String.valueOf(content);
  }

  private static Object expected(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), expected(field.getValue())));
      return fields;
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(PrototxtSnippetsGoldenTest::expected).toList();
    }
    return node.isFloatingPointNumber() ? Float.toString((float) node.asDouble()) : node.asText();
  }
}
