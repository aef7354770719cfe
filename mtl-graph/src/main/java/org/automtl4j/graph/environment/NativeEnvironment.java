package org.automtl4j.graph.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.automtl4j.graph.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ND4J backend of this process and its limits.
 *
 * @param nd4jVersion version of ND4J
 * @param backend class of the backend, such as {@code CpuBackend}
 * @param cpu whether arrays live in main memory
 * @param oneDnn whether the natives contain oneDNN, without which convolutions on a CPU are several times slower
 * @param platform operating system and processor as ND4J's artefacts call them, such as {@code linux-x86_64}
 * @param threads threads of native operations that the asking thread calls
 * @param heapBytes limit of the Java heap
 * @param offHeapBytes limit of arrays outside of it
 * @param devices GPUs by name and compute capability
 * @param variables the environment variables that matter to native threads
 */
public record NativeEnvironment(
    String nd4jVersion,
    String backend,
    boolean cpu,
    boolean oneDnn,
    String platform,
    int threads,
    long heapBytes,
    long offHeapBytes,
    List<Device> devices,
    Map<String, String> variables) {

  static final String SPIN_COUNT = "GOMP_SPINCOUNT";
  static final String WAIT_POLICY = "OMP_WAIT_POLICY";
  private static final double OLDEST_GPU = 3.7;
  private static final double NEWEST_GPU = 8.9;
  private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

  /**
   * A GPU.
   *
   * @param name its name
   * @param computeCapability such as 8.6
   */
  public record Device(String name, double computeCapability) {}

  /** Keeps unmodifiable copies. */
  public NativeEnvironment {
    Objects.requireNonNull(backend, "backend");
    devices = List.copyOf(devices);
    variables = Map.copyOf(variables);
  }

  /** Logs once, when the class is initialised. */
  private static final class Announcement {
    static {
      NativeEnvironment environment = inspect();
      LOG.info("{}", environment.describe());
      environment.warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    private Announcement() {}

    static void make() {
      // Initialising the class is the work.
    }
  }

  /**
   * Loads the backend, if that has not happened yet, and looks at it.
   *
   * @return what was found
   * @throws InvalidInputException if there is no backend, or it cannot run here; the message says what to do
   */
  public static NativeEnvironment inspect() {
    NativeEnvironment environment = EnvironmentProbe.probe();
    environment.requireUsableDevices();
    return environment;
  }

  /**
   * Logs {@link #describe} and {@link #warnings}, at the first call in a process only.
   *
   * @throws InvalidInputException if there is no backend, or it cannot run here
   */
  public static void announce() {
    Announcement.make();
  }

  /**
   * Sets how many threads native operations use when they are called from this thread; other threads keep what they have.
   *
   * @param threads how many, at least 1
   * @throws InvalidInputException if there are fewer than 1, or there is no backend
   */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new InvalidInputException("threads: found " + threads + ", allowed: a whole number of at least 1");
    }
    inspect();
    EnvironmentProbe.useThreads(threads);
  }

  /** @return one line with all that matters */
  public String describe() {
    StringBuilder text = new StringBuilder("ND4J ").append(nd4jVersion).append(", ").append(backend).append(", ").append(platform);
    if (cpu) {
      text.append(oneDnn ? ", with oneDNN" : ", without oneDNN");
    }
    devices.forEach(device -> text.append(", ").append(device.name()).append(" (compute capability ").append(device.computeCapability()).append(')'));
    return text.append(String.format(Locale.ROOT, ", %d thread%s, heap up to %s, off-heap up to %s", threads, threads == 1 ? "" : "s", size(heapBytes),
        size(offHeapBytes)))
        .toString();
  }

  /** @return the known traps that this process is in, each with its cure; empty if all is well */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (cpu && !oneDnn && platform.endsWith("x86_64")) {
      warnings.add("these natives have no oneDNN, convolutions are 7 to 13 times slower than they could be: replace them by org.nd4j:nd4j-native:"
          + nd4jVersion + " and its classifier "
          + platform + "-onednn-avx2");
    }
    if (cpu && threads > 1 && !"0".equals(variables.get(SPIN_COUNT)) && !"passive".equalsIgnoreCase(variables.get(WAIT_POLICY))) {
      warnings.add("idle OpenMP threads spin, which halves the speed as soon as anything else wants the processors: set " + SPIN_COUNT + "=0 or " + WAIT_POLICY
          + "=passive in the environment before Java starts");
    }
    return List.copyOf(warnings);
  }

  void requireUsableDevices() {
    for (Device device : devices) {
      if (device.computeCapability() < OLDEST_GPU || device.computeCapability() > NEWEST_GPU) {
        throw new InvalidInputException(String.format(Locale.ROOT,
            "the GPU %s has compute capability %.1f, allowed: %.1f to %.1f (CUDA 11.6); use the CPU backend instead",
            device.name(), device.computeCapability(), OLDEST_GPU, NEWEST_GPU));
      }
    }
  }

  private static String size(long bytes) {
    return bytes <= 0 || bytes == Long.MAX_VALUE ? "no limit" : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
