package org.automtl4j.graph.model.convert.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Dl4jClassesTest {
  private static final Path FILE = Path.of("net.zip");

  @ParameterizedTest
  @ValueSource(strings = {"{\"@class\": \"java.lang.ProcessBuilder\"}", "{\"a\": [{\"\\u0040class\":\n\"com.example.Layer\"}]}",
      "{\"@class\": \"org.nd4jx.Trap\", \"@class\": \"org.nd4j.A\"}", "{\"@class\": \"x\"} damaged", "{\"@class\": 7}"})
  void otherClassesThanDeeplearning4jsAreRefusedWhereverTheyStand(String json) {
    assertThatThrownBy(() -> Dl4jClasses.check(json, FILE)).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("net.zip, configuration.json, line ")
        .hasMessageEndingWith("', allowed: classes of Deeplearning4j and ND4J");
  }

  @Test
  void deeplearning4jsOwnAndWhatIsNoJsonAreLeftToIt() {
    assertThatCode(() -> Dl4jClasses.check("{\"layer\": {\"@class\": \"org.deeplearning4j.nn.conf.layers.ConvolutionLayer\", \"name\": \"java.lang.System\", "
        + "\"activationFn\": {\"@class\": \"org.nd4j.linalg.activations.impl.ActivationReLU\"}}}", FILE)).doesNotThrowAnyException();
    assertThatCode(() -> Dl4jClasses.check("{\"@class\"", FILE)).doesNotThrowAnyException();
  }
}
