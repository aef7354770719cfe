package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.property.Property;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArchitectureTest {
  private static final String JSON = """
      {
        "format" : "automtl4j-architecture",
        "version" : 1,
        "backbone" : "chain",
        "tasks" : {
          "a" : {
            "0:conv" : "shared",
            "1:strange \\"name\\"" : "specific"
          },
          "b" : {
            "0:conv" : "skip",
            "1:strange \\"name\\"" : "shared"
          }
        }
      }
      """;

  private static SuperModel model() {
    Convolution withoutSkip = new Convolution("strange \"name\"", 2, 3, 1, 0, 1, 1, true);
    Backbone backbone = Nets.chain(2, Nets.conv("conv", 2, 3, 1, 1, 1, true), withoutSkip);
    return SuperModel.builder(backbone).task(Nets.wide("a", backbone), Nets.NO_HEAD).task(Nets.wide("b", backbone), Nets.NO_HEAD).build();
  }

  @Test
  void theFileIsReadableAndComesBackAsItWas(@TempDir Path folder) throws Exception {
    Architecture architecture = Architecture.uniform(model(), Branch.SHARED).with("a", 1, Branch.SPECIFIC).with("b", 0, Branch.SKIP);
    Path file = folder.resolve("sub/architecture.json");
    architecture.save(file);
    assertThat(file).content().isEqualTo(JSON);
    assertThat(Architecture.read(file)).isEqualTo(architecture);
    Files.writeString(file, JSON.replace("\"skip\"", "\"SPECIFIC\""));
    assertThat(Architecture.read(file).checkedAgainst(model()).branch("b", 0)).isEqualTo(Branch.SPECIFIC);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "\"version\" : 1 | \"version\" : 2 | written by a newer release (version 2",
      "\"version\" : 1 | \"version\" : 2, \"method\" : \"mtl-nas\" | an architecture of method \"mtl-nas\", needed is one of \"automtl\"",
      "\"version\" : 1 | \"version\" : \"1\" | \"version\" must be a whole number",
      "automtl4j-architecture | something | \"format\" must be \"automtl4j-architecture\", found \"something\"",
      "\"0:conv\" : \"shared\" | \"0:conv\" : \"shred\" | task 'a', layer 0:conv: found \"shred\", allowed are \"shared\", \"specific\", \"skip\"",
      "\"0:conv\" : \"shared\" | \"0:conv\" : 3 | task 'a', layer 0:conv: found 3",
      "\"0:conv\" : \"shared\" | \"conv\" : \"shared\" | must be written index:name",
      "\"backbone\" | \"bakcbone\" | unknown field \"bakcbone\"",
      "\"a\" : { | \"a\" : 7, \"c\" : { | task 'a': must be an object",
      "\"tasks\" : { | \"tasks\" : [{ | not JSON",
      "\"b\" : { | \"a\" : { | Duplicate field 'a'"})
  void anUnreadableFileIsRefusedWithWhereAndWhat(String old, String changed, String message) {
    assertThatThrownBy(() -> Architecture.fromJson(JSON.replace(old, changed))).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @Test
  void aBrokenFileIsNamedWithLineAndColumn(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), JSON.replace("\"skip\",", "skip,"));
    assertThatThrownBy(() -> Architecture.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("x.json:11:");
    assertThatThrownBy(() -> Architecture.read(folder.resolve("none.json"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("none.json");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "\"b\" : | \"c\" : | no task 'c'; its tasks are a, b",
      "\"0:conv\" : \"shared\", | `` | task 'a', layer 0:conv is missing; it is one of shared, specific, skip",
      "\"0:conv\" : \"shared\" | \"0:cnov\" : \"shared\" | layer 0:cnov: layer 0 of backbone 'chain' is named 'conv'",
      "\"0:conv\" : \"shared\" | \"7:conv\" : \"shared\" | layer 7:conv: the tasks have no choice there; they have at layers 0, 1",
      "\"specific\" | \"skip\" | layer 1:strange \"name\": 'skip' is not possible there",
      "\"specific\" | \"skip\" | because skipping would change the map's size; it is one of shared, specific"})
  void anArchitectureOfAnotherModelIsRefusedWithTaskAndLayer(String old, String changed, String message) {
    Architecture architecture = Architecture.fromJson(JSON.replace(old, changed));
    assertThatThrownBy(() -> architecture.checkedAgainst(model())).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @Test
  void theMostProbableBranchIsTakenAndOfEqualOnesTheFirst() {
    SuperModel model = model();
    model.parameters().set("policy.a", Nd4j.create(new double[][] {{1, 2, 2}, {-1, -1, 9}}));
    Architecture architecture = Architecture.argmax(model);
    assertThat(architecture.branch("a", 0)).isEqualTo(Branch.SPECIFIC);
    assertThat(architecture.branch("a", 1)).isEqualTo(Branch.SHARED); // nothing can be skipped there
    assertThat(architecture.branch("b", 0)).isEqualTo(Branch.SHARED);
  }

  @Test
  void samplesFollowTheSoftmaxOfTheLogits() {
    SuperModel model = model();
    model.parameters().set("policy.a", Nd4j.create(new double[][] {{Math.log(1), Math.log(3), Math.log(6)}, {0, 0, 50}}));
    RandomStream random = RandomStream.of(3, "sampling");
    int n = 4000;
    double[] shares = new double[3];
    IntStream.range(0, n).mapToObj(i -> Architecture.sample(model, random).checkedAgainst(model)).forEach(a -> shares[a.branch("a", 0).ordinal()] += 1.0 / n);
    assertThat(shares[0]).isCloseTo(0.1, within(0.02));
    assertThat(shares[1]).isCloseTo(0.3, within(0.03));
    assertThat(PolicyDistribution.of(model, "a").meanLargest()).isCloseTo((0.6 + 0.5) / 2, within(1e-6));
  }

  @Property(tries = 50)
  void theSameSeedDrawsTheSameArchitectureThroughTheFile(long seed) {
    SuperModel model = model();
    Architecture drawn = Architecture.sample(model, RandomStream.of(seed, "sampling"));
    assertThat(Architecture.sample(model, RandomStream.of(seed, "sampling"))).isEqualTo(drawn);
    assertThat(Architecture.fromJson(drawn.toJson()).checkedAgainst(model)).isEqualTo(drawn);
  }

  @Test
  void aUniformArchitectureSkipsWhereItCan() {
    Architecture skipping = Architecture.uniform(model(), Branch.SKIP).checkedAgainst(model());
    assertThat(skipping.branch("b", 0)).isEqualTo(Branch.SKIP);
    assertThat(skipping.branch("b", 1)).isEqualTo(Branch.SHARED);
  }

  @Test
  void probabilitiesAreOverTheBranchesThatExist() {
    SuperModel model = model();
    INDArray logits = model.parameters().get("policy.b");
    logits.assign(Nd4j.create(new double[][] {{0, 0, 0}, {0, Math.log(3), 1e9}}));
    PolicyDistribution p = PolicyDistribution.of(model, "b");
    PolicyNode last = model.policyNodes().get(1);
    assertThat(p.probability(last, Branch.SHARED)).isCloseTo(0.25, within(1e-6));
    assertThat(p.probability(last, Branch.SPECIFIC)).isCloseTo(0.75, within(1e-6));
    assertThat(p.probability(last, Branch.SKIP)).isZero();
  }
}
