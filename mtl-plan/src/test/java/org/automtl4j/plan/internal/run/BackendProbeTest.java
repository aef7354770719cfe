package org.automtl4j.plan.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.plan.Backend;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class BackendProbeTest {
  @Test
  void saysWhatTheTestsRunOn() {
    Backend backend = Backend.current();
    assertThat(backend.version()).isEqualTo("1.0.0-M2.1");
    assertThat(backend.threads()).isPositive();
    assertThat(backend.summary()).contains("ND4J 1.0.0-M2.1", "thread", "MB").doesNotContain("\n");
    assertThat(backend).isSameAs(Backend.current());
  }

  @Test
  void eachTrapComesWithItsCure() {
    assertThat(BackendProbe.traps(true, true, 4, Map.of("GOMP_SPINCOUNT", "0"))).isEmpty();
    assertThat(BackendProbe.traps(true, true, 4, Map.of("OMP_WAIT_POLICY", "PASSIVE"))).isEmpty();
    assertThat(BackendProbe.traps(true, true, 1, Map.of())).isEmpty();
    assertThat(BackendProbe.traps(true, true, 4, Map.of())).singleElement().asString().contains("GOMP_SPINCOUNT=0");
    assertThat(BackendProbe.traps(false, true, 1, Map.of())).singleElement().asString().contains("oneDNN", "org.nd4j:nd4j-native:1.0.0-M2.1:", "-onednn-avx2");
    assertThat(BackendProbe.traps(false, false, 1, Map.of())).as("there are no oneDNN natives for arm64").isEmpty();
  }

  @Test
  void aGpuThatCannotWorkIsRefusedInOneLine() {
    assertThatCode(() -> BackendProbe.checkGpu("RTX 4090", 8, 9)).doesNotThrowAnyException();
    assertThatCode(() -> BackendProbe.checkGpu("K80", 3, 7)).doesNotThrowAnyException();
    assertThatThrownBy(() -> BackendProbe.checkGpu("H100", 9, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("H100")
        .hasMessageContaining("9.0")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> BackendProbe.checkGpu("K20", 3, 5)).isInstanceOf(InvalidInputException.class).hasMessageContaining("3.5");
    assertThatThrownBy(() -> BackendProbe.checkGpu("", 0, 0)).isInstanceOf(InvalidInputException.class).hasMessageContaining("no GPU");
  }

  @Test
  void operationsUseAsManyThreadsAsAreAskedFor() {
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = ops.ompGetMaxThreads();
    try {
      for (int threads : new int[] {1, 3}) {
        Backend.useThreads(threads);
        assertThat(ops.ompGetMaxThreads()).isEqualTo(threads);
      }
      assertThatThrownBy(() -> Backend.useThreads(0)).isInstanceOf(InvalidInputException.class)
          .hasMessage("threads: found 0, allowed: a whole number of at least 1");
    } finally {
      Backend.useThreads(before);
    }
  }
}
