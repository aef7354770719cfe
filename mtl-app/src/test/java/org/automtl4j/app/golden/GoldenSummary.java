package org.automtl4j.app.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.automtl4j.core.WholeFile;

/** The report of all golden comparisons: per case what was compared, the largest difference and the tolerance. */
public final class GoldenSummary {
  private final Map<String, ArrayNode> cases = new TreeMap<>();
  private final Set<String> wanting = new TreeSet<>();
  private int comparisons;
  private int mended;

  private GoldenSummary() {}

  /** Reads what the modules' tests have noted, one JSON object per line; parts that are not there are left out. */
  public static GoldenSummary of(List<Path> parts) {
    GoldenSummary summary = new GoldenSummary();
    try {
      for (Path part : parts) {
        if (Files.exists(part)) {
          for (String line : Files.readAllLines(part)) {
            summary.add((ObjectNode) new ObjectMapper().readTree(line));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return summary;
  }

  private void add(ObjectNode line) {
    if (line.has("left_out")) {
      wanting.add(line.get("left_out").asText());
      return;
    }
    String name = line.remove("case").asText();
    cases.computeIfAbsent(name, n -> new ObjectMapper().createArrayNode()).add(line);
    comparisons++;
    mended += line.has("mended") ? 1 : 0;
  }

  /** The files for want of which tests have left themselves out. */
  public Set<String> wanting() {
    return Set.copyOf(wanting);
  }

  /** How many cases there are. */
  public int size() {
    return cases.size();
  }

  /** Writes the report, with what the folder has not, or has and nobody compares. */
  public void write(Path file, String folder, List<String> notCompared) {
    ObjectNode report = new ObjectMapper().createObjectNode();
    report.put("format", "automtl4j-golden-report").put("version", 1).put("folder", folder);
    report.put("cases", size()).put("comparisons", comparisons).put("mended", mended);
    ArrayNode left = report.putArray("not_compared");
    notCompared.forEach(left::add);
    ObjectNode byCase = report.putObject("results");
    cases.forEach((name, compared) -> {
      ObjectNode entry = byCase.putObject(name);
      entry.put("passed", passed(compared)).set("compared", compared);
    });
    try {
      WholeFile.write(file, out -> out.write(report.toPrettyString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the cases in which something differs by more than its tolerance. */
  public List<String> failed() {
    return cases.entrySet().stream().filter(entry -> !passed(entry.getValue())).map(Map.Entry::getKey).toList();
  }

  private static boolean passed(ArrayNode compared) {
    for (JsonNode comparison : compared) {
      if (!comparison.has("mended") && !(comparison.get("difference").asDouble() <= comparison.get("tolerance").asDouble())) {
        return false;
      }
    }
    return true;
  }

  /** One line for people. */
  @Override
  public String toString() {
    return size() + " golden cases, " + comparisons + " comparisons, of them " + mended + " mended on purpose";
  }
}
