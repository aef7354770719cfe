package org.automtl4j.graph.environment;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.environment.NativeEnvironment.Device;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** Asks ND4J and JavaCPP. */
final class EnvironmentProbe {
  private EnvironmentProbe() {}

  static NativeEnvironment probe() {
    try {
      Properties information = Nd4j.getExecutioner().getEnvironmentInformation();
      boolean cpu = Nd4j.getEnvironment().isCPU();
      return new NativeEnvironment(version(), Nd4j.getBackend().getClass().getSimpleName(), cpu, cpu && hasOneDnn(), Loader.getPlatform(),
          threads(), Runtime.getRuntime().maxMemory(), Pointer.maxBytes(), devices(information), variables());
    } catch (LinkageError e) {
      throw noBackend(e);
    } catch (RuntimeException e) {
      throw e.getCause() instanceof Nd4jBackend.NoAvailableBackendException ? noBackend(e) : e;
    }
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // Then the version is not known, which is no reason to stop.
    }
    return properties.getProperty("version", "of unknown version");
  }

  private static InvalidInputException noBackend(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String reason = Optional.ofNullable(root.getMessage()).flatMap(m -> m.lines().findFirst()).orElse(root.getClass().getSimpleName());
    return new InvalidInputException(
        "no ND4J backend can be used (" + reason + "): put org.nd4j:nd4j-native and its classifier for this platform, " + platform() + ", on the class path",
            cause);
  }

  private static String platform() {
    return (System.getProperty("os.name") + "-" + System.getProperty("os.arch")).toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** ND4J's API does not tell; the natives' own build information does. */
  private static boolean hasOneDnn() {
    String build = natives("buildInfo").map(Object::toString).orElse("").toLowerCase(Locale.ROOT);
    return build.contains("onednn") || build.contains("mkldnn");
  }

  private static int threads() {
    return natives("ompGetMaxThreads").map(Integer.class::cast).orElseGet(() -> Nd4j.getEnvironment().maxMasterThreads());
  }

  static void useThreads(int threads) {
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    natives("setOmpNumThreads", threads);
  }

  /** Calls the native operations, which are no part of ND4J's API and not on the compiler's class path; empty where they have no such method. */
  private static Optional<Object> natives(String method, int... arguments) {
    try {
      Object holder = Class.forName("org.nd4j.nativeblas.NativeOpsHolder").getMethod("getInstance").invoke(null);
      Object natives = holder.getClass().getMethod("getDeviceNativeOps").invoke(holder);
      Class<?> type = Class.forName("org.nd4j.nativeblas.NativeOps");
      if (arguments.length == 0) {
        return Optional.ofNullable(type.getMethod(method).invoke(natives));
      }
      return Optional.ofNullable(type.getMethod(method, int.class).invoke(natives, arguments[0]));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  static List<Device> devices(Properties information) {
    List<Device> devices = new ArrayList<>();
    if (information.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY) instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> device) {
          String capability = device.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY) + "." + device.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY);
          devices.add(new Device(String.valueOf(device.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY)), Double.parseDouble(capability)));
        }
      }
    }
    return devices;
  }

  private static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    for (String name : List.of(NativeEnvironment.SPIN_COUNT, NativeEnvironment.WAIT_POLICY)) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }
}
