package org.automtl4j.data.prepare.internal.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;

/** CityScapes' {@code camera.json}: the calibration of one picture, some hundred bytes. */
final class CameraFile {
  private static final int LONGEST = 1 << 16;
  private static final double MOST_PIXELS = 1e6;
  private static final double MOST_METRES = 100;

  private CameraFile() {}

  /** @return focal length (pixels) times baseline (metres) */
  static double focalBaseline(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    if (bytes.length > LONGEST) {
      throw new InvalidInputException(file + ": more than " + LONGEST + " bytes; a camera file has some hundred");
    }
    try {
      JsonNode json = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build().readTree(bytes);
      return number(file, json, "/intrinsic/fx", MOST_PIXELS) * number(file, json, "/extrinsic/baseline", MOST_METRES);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Without limits an infinite number would make all depth unknown, and nobody would be told. */
  private static double number(Path file, JsonNode json, String place, double most) {
    JsonNode node = json.at(place);
    double number = node.asDouble();
    if (!node.isNumber() || !(number >= 1 / MOST_PIXELS && number <= most)) {
      String found = node.isMissingNode() ? "nothing" : node.toString();
      throw new InvalidInputException(file + ": " + place.substring(1).replace('/', '.') + ": found " + (found.length() > 60 ? found.substring(0, 60) + "..." : found)
          + ", allowed: a number greater than 0 and of at most " + (long) most);
    }
    return number;
  }
}
