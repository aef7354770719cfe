package org.automtl4j.graph.model.convert.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.model.ChannelOrder;
import org.automtl4j.graph.model.Preprocessing;
import org.automtl4j.graph.model.internal.GraphFiles;

/** What the metadata of ONNX files that this library wrote say about images. */
final class OnnxNotes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OnnxNotes() {}

  static Optional<Preprocessing> preprocessing(Map<String, String> notes, String source) {
    String text = notes.get(GraphFiles.NOTE + "input");
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode input = MAPPER.readTree(text);
      return Optional.of(new Preprocessing(ChannelOrder.valueOf(input.path("order").asText()), numbers(input.path("mean")), numbers(input.path("std"))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InvalidInputException(source + ", metadata " + GraphFiles.NOTE + "input: " + e.getMessage(), e);
    }
  }

  private static List<Double> numbers(JsonNode list) {
    List<Double> values = new ArrayList<>();
    list.forEach(value -> values.add(value.asDouble()));
    return values;
  }
}
