package org.automtl4j.graph.swin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Published sizes, and sizes that do not fit. */
class SwinSpecTest {
  private static final SwinSpec SMALL = new SwinSpec(new SwinSpec.Image(3, 16, 16, 2), 4, List.of(new SwinSpec.Stage(2, 2),
      new SwinSpec.Stage(1, 2)), 4, SwinDetails.usual());

  @ParameterizedTest
  @CsvSource({"tiny, 27517818", "small, 48835722", "base, 86741176", "base-384, 86876536", "tiny-nyud, 12265912"})
  void publishedSizesHaveTheirNumberOfParameters(String name, long parameters) {
    assertThat(SwinGolden.parameters(SwinSpec.named(name), DataType.FLOAT).stream().mapToLong(ParameterSpec::length).sum())
        .isEqualTo(parameters);
  }

  /** The published figure has a last normalisation and a pooling, which the encoder lacks. */
  @Test
  void multiplyAddsAreThePublishedOnesWithoutTheTail() {
    SwinSpec tiny = SwinSpec.tinyNyud();
    try (Parameters weights = Parameters.of(SwinGolden.parameters(tiny, DataType.FLOAT), DataType.FLOAT, 1)) {
      long found = SwinGolden.structure(tiny).graph(SwinGolden.basis(tiny, DataType.FLOAT), weights, SwinGolden.request(tiny,
          Mode.INFERENCE)).multiplyAdds();
      assertThat(found).isEqualTo(2_032_378_880L - 8 * 64 * 3136 / 16);
    }
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> SwinSpec.named("tinny")).isInstanceOf(InvalidInputException.class)
        .hasMessage("found Swin size \"tinny\", allowed is one of tiny, small, base, base-384, large, tiny-nyud, did you mean tiny?");
  }

  @Test
  void sizesThatDoNotFitAreRefusedWithOnesThatDo() {
    refused(() -> SMALL.withSize(15, 16),
        "an image of 15x16 cannot be cut into patches of 2x2; sides that are multiples of 16 fit (patch 2, window 4, 2 stages), "
        + "here 16x16, or take another window");
    refused(() -> SMALL.withSize(16, 28),
        "stage 0 of a Swin transformer on images of 16x28 has 8x14 tokens, which windows of 4x4 do not divide; "
        + "sides that are multiples of 16 fit (patch 2, window 4, 2 stages), here 16x32, or take another window");
    refused(() -> SMALL.withSize(6, 6), "stage 0 of a Swin transformer on images of 6x6 has 3x3 tokens, which cannot be merged two by two; "
        + "sides that are multiples of 16 fit (patch 2, window 4, 2 stages), here 16x16, or take another window");
    refused(() -> SwinSpec.tiny().withSize(225, 224), "an image of 225x224 cannot be cut into patches of 4x4; "
        + "sides that are multiples of 224 fit (patch 4, window 7, 4 stages), here 224x224, or take another window");
    refused(() -> SwinSpec.tiny().withSize(22_400, 22_400),
        "an image of 22400x22400 has too many patches of 4x4: one image's hidden features are 12042240000 numbers, "
        + "allowed are 536870911; take smaller images or larger patches");
  }

  @Test
  void otherValuesThatCannotWorkAreRefused() {
    refused(() -> new SwinSpec(SMALL.image(), 4, List.of(new SwinSpec.Stage(1, 3)), 4, SwinDetails.usual()),
        "stage 0 has 4 features, which 3 heads do not divide; take a number of heads that does");
    refused(() -> new SwinSpec(SMALL.image(), 4, List.of(new SwinSpec.Stage(0, 2)), 4, SwinDetails.usual()),
        "the depth of stage 0 of a Swin transformer is at least 1, found 0");
    refused(() -> new SwinSpec(SMALL.image(), 4, List.of(), 4, SwinDetails.usual()),
        "a Swin transformer needs at least one stage; the published ones have four");
    refused(() -> SMALL.withWindow(0), "the window of a Swin transformer is at least 1, found 0");
    refused(() -> SMALL.withChannels(0), "the number of image channels of a Swin transformer is at least 1, found 0");
    refused(() -> SMALL.withDetails(SwinDetails.usual().withDropPath(1)), "dropPath is 1.0, allowed is from 0 up to but not 1");
    refused(() -> SMALL.withDetails(SwinDetails.usual().withMlpRatio(0.1)),
        "mlpRatio is 0.1, allowed are numbers above 0 that give the MLP at least one feature; the published ones have 4");
  }

  @Test
  void imagesOfAnotherSizeDoWhereTheParametersDo() {
    SwinSpec larger = SMALL.at(32, 16);
    assertThat(larger.layout()).extracting(SwinStage::window).containsExactly(4, 4);
    assertThat(larger.layout()).extracting(SwinStage::tokens).containsExactly(128, 32);
    SwinSpec shrunk = SMALL.withSize(8, 8);
    refused(() -> shrunk.at(16, 16),
        "this Swin transformer was made for images of 8x8; at 16x16 it would need windows of 4 instead of 2 in stage 1; use images of its own size");
    SwinDetails placed = new SwinDetails(4, true, OptionalDouble.empty(), true, true, 0);
    refused(() -> SMALL.withDetails(placed).at(32, 32),
        "this Swin transformer was made for images of 16x16; at 32x32 it would need a parameter for each place of another map; use images of its own size");
  }

  private static void refused(Runnable made, String message) {
    assertThatThrownBy(made::run).isInstanceOf(InvalidInputException.class).hasMessage(message);
  }
}
