package org.automtl4j.plan.internal.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.plan.Backend;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what {@link Backend} says. */
public final class BackendProbe {
  private static final String VERSION_FILE = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
  private static final double LOWEST_CAPABILITY = 3.7;
  private static final double HIGHEST_CAPABILITY = 8.9;

  private BackendProbe() {}

  /** Filled by the class loader at the first use, hence once. */
  private static final class Holder {
    static final Backend BACKEND = announced(probe());
  }

  /**
   * @return the backend of this JVM
   * @throws InvalidInputException if there is none, or it cannot work
   */
  public static Backend current() {
    try {
      return Holder.BACKEND;
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() instanceof InvalidInputException known ? known : noBackend(e);
    } catch (NoClassDefFoundError e) {
      throw noBackend(e);
    }
  }

  /**
   * @param threads how many threads operations use that are called from this thread
   */
  public static void useThreads(int threads) {
    try {
      Nd4j.getEnvironment().setMaxThreads(threads);
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      throw noBackend(e);
    }
  }

  private static InvalidInputException noBackend(Throwable cause) {
    String natives = platform() + (intel() ? "-onednn-avx2" : "");
    return new InvalidInputException("ND4J found no backend that works. Add one to the dependencies: org.nd4j:nd4j-native with the classifier of this "
        + "platform (" + natives + "), or org.nd4j:nd4j-cuda-11.6 on a machine with an NVIDIA GPU.", cause);
  }

  private static Backend announced(Backend backend) {
    Logger log = LoggerFactory.getLogger(Backend.class);
    log.info(backend.summary());
    backend.traps().forEach(trap -> log.warn(trap.toString()));
    return backend;
  }

  private static Backend probe() {
    boolean gpu = !Nd4j.getEnvironment().isCPU();
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    String info = String.valueOf(ops.buildInfo());
    if (gpu) {
      int device = ops.getAvailableDevices() > 0 ? ops.getDevice() : -1;
      String name = device < 0 ? "" : ops.getDeviceName(device);
      checkGpu(name, device < 0 ? 0 : ops.getDeviceMajor(device), device < 0 ? 0 : ops.getDeviceMinor(device));
      return backend(name, true, info.contains("HAVE_CUDNN") ? "cuDNN" : "none", ops.ompGetMaxThreads(), List.of());
    }
    boolean oneDnn = info.contains("HAVE_ONEDNN");
    int threads = ops.ompGetMaxThreads();
    return backend(System.getProperty("os.arch") + " processor", false, oneDnn ? "oneDNN" : "none", threads, traps(oneDnn, intel(), threads, System.getenv()));
  }

  private static Backend backend(String device, boolean gpu, String helper, int threads, List<Backend.Trap> traps) {
    return new Backend(version(), device, gpu, helper, threads, Runtime.getRuntime().maxMemory(), Pointer.maxBytes(), traps);
  }

  /** Refuses GPUs for which nd4j-cuda-11.6 holds no machine code. */
  static void checkGpu(String name, int major, int minor) {
    String advice = ". Use the CPU backend, org.nd4j:nd4j-native, or a GPU of compute capability 3.7 to 8.9.";
    if (major == 0) {
      throw new InvalidInputException("ND4J's CUDA backend is on the class path, but it finds no GPU" + advice);
    }
    double capability = major + minor / 10.0;
    if (capability < LOWEST_CAPABILITY || capability > HIGHEST_CAPABILITY) {
      throw new InvalidInputException("ND4J cannot run on the GPU '" + name + "' of compute capability " + major + "." + minor + advice);
    }
  }

  /** What is known to be slow on a CPU. */
  static List<Backend.Trap> traps(boolean oneDnn, boolean intel, int threads, Map<String, String> environment) {
    List<Backend.Trap> traps = new ArrayList<>();
    if (!oneDnn && intel) {
      traps.add(new Backend.Trap("ND4J's natives on the class path lack oneDNN, which makes convolutions 7 to 13 times slower.",
          "the dependency org.nd4j:nd4j-native:" + version() + ":" + platform() + "-onednn-avx2 in place of other " + platform() + " natives."));
    }
    boolean passive = "0".equals(environment.get("GOMP_SPINCOUNT")) || "passive".equalsIgnoreCase(environment.get("OMP_WAIT_POLICY"));
    if (threads > 1 && !passive) {
      traps.add(new Backend.Trap("Idle threads of the native library spin, which halves the speed as soon as anything else uses the processor.",
          "set GOMP_SPINCOUNT=0 or OMP_WAIT_POLICY=passive in the environment before Java starts."));
    }
    return traps;
  }

  private static boolean intel() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return arch.equals("amd64") || arch.equals("x86_64");
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
    return system + (intel() ? "-x86_64" : "-arm64");
  }

  private static String version() {
    try (InputStream in = Nd4j.class.getResourceAsStream(VERSION_FILE)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
