package org.automtl4j.train.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Turns checkpoints into those of format 1, in which {@code miou} was the published mean and stood beside {@code miou_present}. */
public final class FormerCheckpoints {
  private static final int BEFORE_HEADER = Long.BYTES + 2 * Integer.BYTES;
  private static final ObjectMapper JSON = new ObjectMapper();

  private FormerCheckpoints() {}

  /**
   * @param file is changed in place
   * @param settings in the words of format 1
   * @throws IOException if it cannot be written
   */
  public static void rewrite(Path file, Map<String, String> settings) throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file));
    int length = whole.getInt(Long.BYTES + Integer.BYTES);
    byte[] text = new byte[length];
    whole.position(BEFORE_HEADER).get(text);
    ObjectNode header = (ObjectNode) JSON.readTree(text);
    ObjectNode progress = (ObjectNode) header.get("progress");
    progress.set("settings", JSON.valueToTree(settings));
    progress.put("policyIterations", progress.get("counts").path("policies").asInt()).put("noise", progress.get("streams").path("noise").asLong());
    progress.remove(List.of("counts", "streams", "unlabelled"));
    progress.get("validation").get("reference").forEach(FormerCheckpoints::rename);
    progress.get("evaluation").forEach(FormerCheckpoints::rename);
    byte[] former = JSON.writeValueAsBytes(header);
    ByteBuffer bytes = ByteBuffer.allocate(whole.capacity() - length + former.length);
    bytes.putLong(whole.getLong(0)).putInt(1).putInt(former.length).put(former);
    bytes.put(whole.array(), BEFORE_HEADER + length, whole.capacity() - BEFORE_HEADER - length - Long.BYTES);
    CRC32C sum = new CRC32C();
    sum.update(bytes.array(), 0, bytes.position());
    bytes.putLong(sum.getValue());
    Files.write(file, bytes.array());
  }

  private static void rename(JsonNode evaluation) {
    evaluation.get("metrics").forEach(figures -> figures.forEach(figure -> {
      String name = figure.get("name").asText();
      ((ObjectNode) figure).put("name", name.equals("miou") ? "miou_present" : name.equals("miou_hit") ? "miou" : name);
    }));
  }
}
