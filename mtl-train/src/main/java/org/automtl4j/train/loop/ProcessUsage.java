package org.automtl4j.train.loop;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has used: processor time, and, on Linux, resident memory. */
public final class ProcessUsage {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessUsage.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final long KIBIBYTE = 1024;

  private ProcessUsage() {}

  /** @return processor seconds of all threads since the process began */
  public static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() * 1e-9;
  }

  /** Begins to measure the peak anew, where the system can do that; otherwise it goes on from the beginning of the process. */
  public static void resetPeak() {
    System.gc(); // arrays of phases that are done
    trim();
    try {
      if (Files.isWritable(CLEAR)) {
        Files.writeString(CLEAR, "5");
      }
    } catch (IOException e) {
      LOG.debug("the peak of the memory cannot be reset: {}", e.getMessage());
    }
  }

  /** Gives pages back that the native heap keeps though what lay there is freed: what was left by building the model, and by other phases and stages. */
  public static void trim() {
    try {
      ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "systemTrimNativeHeap", null, null);
    } catch (JMException | RuntimeException e) {
      LOG.debug("the native heap cannot be trimmed by this Java, or on this system: {}", e.getMessage());
    }
  }

  /** @return the largest resident memory in bytes; empty where the system does not tell */
  public static OptionalLong peakBytes() {
    return status("VmHWM:");
  }

  /** @return the resident memory in bytes; empty where the system does not tell */
  public static OptionalLong residentBytes() {
    return status("VmRSS:");
  }

  private static OptionalLong status(String key) {
    try {
      return Files.isReadable(STATUS)
          ? Files.readAllLines(STATUS).stream().filter(l -> l.startsWith(key)).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * KIBIBYTE).findFirst()
          : OptionalLong.empty();
    } catch (IOException e) {
      LOG.debug("the memory of the process is not known: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }
}
