package org.automtl4j.train.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process has used: processor time, and, on Linux, the peak of its resident memory. */
final class ProcessUsage {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessUsage.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final double KIBIBYTES = 1024;

  private ProcessUsage() {}

  /** Processor seconds of all threads since the process began. */
  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() * 1e-9;
  }

  /** Begins to measure the peak anew, where the system can do that; otherwise it goes on from the beginning of the process. */
  static void resetPeak() {
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

  /** Gives pages back that the native heap keeps though what lay there is freed: they are what was left by building the model and by other phases. */
  private static void trim() {
    try {
      ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "systemTrimNativeHeap", null, null);
    } catch (JMException | RuntimeException e) {
      LOG.debug("the native heap cannot be trimmed by this Java, or on this system: {}", e.getMessage());
    }
  }

  /** The largest resident memory in MiB. */
  static OptionalDouble peakMebibytes() {
    try {
      return Files.isReadable(STATUS)
          ? Files.readAllLines(STATUS).stream().filter(l -> l.startsWith("VmHWM:")).mapToDouble(l -> Long.parseLong(l.replaceAll("\\D", "")) / KIBIBYTES)
              .findFirst()
          : OptionalDouble.empty();
    } catch (IOException e) {
      LOG.debug("the peak of the memory is not known: {}", e.getMessage());
      return OptionalDouble.empty();
    }
  }
}
