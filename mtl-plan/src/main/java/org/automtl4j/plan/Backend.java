package org.automtl4j.plan;

import java.util.List;
import java.util.Locale;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.plan.internal.run.BackendProbe;

/**
 * What does the computing: ND4J's backend on this machine, and what slows it down. Nothing else in the library asks whether it runs on a CPU or a GPU.
 *
 * @param version ND4J's version
 * @param device the processor, or the name of the GPU
 * @param gpu whether it is a GPU
 * @param helper the library that does convolutions: "oneDNN", "cuDNN", or "none"
 * @param threads how many threads one operation uses
 * @param heapBytes the most that Java may take for its own objects
 * @param offHeapBytes the most that arrays may take
 * @param traps what is known to make it slow here, empty if nothing
 */
public record Backend(String version, String device, boolean gpu, String helper, int threads, long heapBytes, long offHeapBytes, List<Trap> traps) {
  /**
   * Something that makes training slower than it needs to be.
   *
   * @param problem what it is and what it costs
   * @param cure the dependency or environment variable that helps
   */
  public record Trap(String problem, String cure) {
    @Override
    public String toString() {
      return problem + " Cure: " + cure;
    }
  }

  /** Copies the list. */
  public Backend {
    traps = List.copyOf(traps);
  }

  /**
   * Finds out, once for each run of the JVM; the first call starts ND4J, which takes some seconds, and logs {@link #summary} and every trap.
   *
   * @return the backend of this JVM
   * @throws InvalidInputException if there is none on the class path, or its GPU cannot run ND4J
   */
  public static Backend current() {
    return BackendProbe.current();
  }

  /**
   * Sets how many threads an operation uses that is called from this thread; other threads keep what they have. To be called before {@link #current}, which
   * would tell the old number otherwise.
   *
   * @param threads how many, at least 1
   * @throws InvalidInputException if there are fewer than 1, or there is no backend
   */
  public static void useThreads(int threads) {
    if (threads < 1) {
      throw new InvalidInputException("threads: found " + threads + ", allowed: a whole number of at least 1");
    }
    BackendProbe.useThreads(threads);
  }

  /** @return one line that says it all but the traps */
  public String summary() {
    return String.format(Locale.ROOT, "ND4J %s on %s, convolutions by %s, %d %s, heap up to %d MB, arrays %s", version, device,
        helper.equals("none") ? "ND4J's own code" : helper, threads, threads == 1 ? "thread" : "threads", heapBytes >> 20,
        offHeapBytes > 0 ? "up to " + (offHeapBytes >> 20) + " MB" : "without a limit");
  }
}
