package org.automtl4j.app.pinned;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.automtl4j.plan.Backend;
import org.automtl4j.plan.ParallelLoop;

/** What the bits of a training depend on beside the program: two machines of the same kind give the same, others may round otherwise. */
final class Machine {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final List<String> NAMES = List.of("vendor_id", "cpu family", "model");

  private Machine() {}

  /** The kind of this machine in one line, with the threads that operations use; empty where the system does not tell its processor. */
  static Optional<String> kind() {
    return processor().map(kind -> kind + ", " + ParallelLoop.threads() + " threads");
  }

  /** The same without the threads, for runs that set them. */
  static Optional<String> processor() {
    if (!Files.isReadable(PROCESSOR)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(PROCESSOR);
      String processor = NAMES.stream().map(name -> value(lines, name)).collect(Collectors.joining(" "));
      String vectors = new TreeSet<>(List.of(value(lines, "flags").split(" "))).stream().filter(f -> f.matches("avx.*|fma")).collect(Collectors.joining(" "));
      Backend backend = Backend.current();
      return Optional.of(String.join(", ", System.getProperty("os.arch"), processor, vectors, backend.version(), backend.helper()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String value(List<String> lines, String name) {
    return lines.stream().filter(line -> line.matches(name + "\\s*:.*")).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
  }
}
