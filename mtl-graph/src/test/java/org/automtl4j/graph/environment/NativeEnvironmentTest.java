package org.automtl4j.graph.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.environment.NativeEnvironment.Device;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;

class NativeEnvironmentTest {

  private static NativeEnvironment cpu(boolean oneDnn, String platform, int threads, Map<String, String> variables) {
    return new NativeEnvironment("1.0.0-M2.1", "CpuBackend", true, oneDnn, platform, threads, 2L << 30, 6L << 30, List.of(), variables);
  }

  private static NativeEnvironment gpu(double capability) {
    return new NativeEnvironment("1.0.0-M2.1", "JCublasBackend", false, false, "linux-x86_64", 2, 2L << 30, 0, List.of(new Device("Some GPU", capability)),
        Map.of());
  }

  @Test
  void theBackendOfTheseTestsIsDescribed() {
    NativeEnvironment found = NativeEnvironment.inspect();
    assertThat(found.describe()).startsWith("ND4J 1.0.0-M2.1, ").contains(found.platform()).contains("heap up to");
    assertThat(found.threads()).isPositive();
    assertThat(found.heapBytes()).isPositive();
    // oneDNN is in the natives that the build chooses for x86-64, and in no others.
    assertThat(found.oneDnn()).isEqualTo(found.cpu() && found.platform().endsWith("x86_64"));
  }

  @Test
  void threadsCanBeChosen() {
    int before = NativeEnvironment.inspect().threads();
    try {
      for (int threads : new int[] {1, 3}) {
        NativeEnvironment.useThreads(threads);
        assertThat(NativeEnvironment.inspect().threads()).isEqualTo(threads);
      }
      assertThatThrownBy(() -> NativeEnvironment.useThreads(0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("found 0");
    } finally {
      NativeEnvironment.useThreads(before);
    }
  }

  @Test
  void allThatMattersStandsInOneLine() {
    assertThat(cpu(true, "linux-x86_64", 2, Map.of()).describe())
        .isEqualTo("ND4J 1.0.0-M2.1, CpuBackend, linux-x86_64, with oneDNN, 2 threads, heap up to 2.0 GiB, off-heap up to 6.0 GiB");
    assertThat(gpu(8.6).describe())
        .isEqualTo("ND4J 1.0.0-M2.1, JCublasBackend, linux-x86_64, Some GPU (compute capability 8.6), 2 threads, heap up to 2.0 GiB, off-heap up to no limit");
  }

  @Test
  void nativesWithoutOneDnnAreATrapWhereThereAreOnesWithIt() {
    Map<String, String> quiet = Map.of("GOMP_SPINCOUNT", "0");
    assertThat(cpu(false, "linux-x86_64", 2, quiet).warnings()).singleElement().asString().contains("oneDNN").contains("linux-x86_64-onednn-avx2");
    assertThat(cpu(false, "linux-arm64", 2, quiet).warnings()).isEmpty();
    assertThat(cpu(true, "linux-x86_64", 2, quiet).warnings()).isEmpty();
  }

  @Test
  void spinningThreadsAreATrapUnlessAVariableStopsThemOrThereIsOneOnly() {
    assertThat(cpu(true, "linux-x86_64", 2, Map.of()).warnings()).singleElement().asString().contains("GOMP_SPINCOUNT=0").contains("OMP_WAIT_POLICY=passive");
    assertThat(cpu(true, "linux-x86_64", 2, Map.of("OMP_WAIT_POLICY", "PASSIVE")).warnings()).isEmpty();
    assertThat(cpu(true, "linux-x86_64", 2, Map.of("GOMP_SPINCOUNT", "1000")).warnings()).hasSize(1);
    assertThat(cpu(true, "linux-x86_64", 1, Map.of()).warnings()).isEmpty();
  }

  @Test
  void gpusOutsideOfWhatTheBackendWasBuiltForAreRefusedInOneLine() {
    for (double capability : new double[] {3.7, 7.0, 8.9}) {
      assertThatCode(() -> gpu(capability).requireUsableDevices()).doesNotThrowAnyException();
    }
    for (double capability : new double[] {3.5, 9.0, 12.0}) {
      assertThatThrownBy(() -> gpu(capability).requireUsableDevices())
          .isInstanceOf(InvalidInputException.class).hasMessageContaining("Some GPU").hasMessageContaining("3.7 to 8.9")
              .hasMessageContaining(Double.toString(capability));
    }
  }

  @Test
  void gpusAreReadFromWhatNd4jSaysAboutThem() {
    Properties information = new Properties();
    information.put(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY, List.of(Map.of(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY, "Some GPU",
        Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY, 8, Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY, 6)));
    assertThat(EnvironmentProbe.devices(information)).containsExactly(new Device("Some GPU", 8.6));
    assertThat(EnvironmentProbe.devices(new Properties())).isEmpty();
  }
}
