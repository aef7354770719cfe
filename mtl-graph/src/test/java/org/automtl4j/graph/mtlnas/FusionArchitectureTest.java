package org.automtl4j.graph.mtlnas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What a search finds, its file, and what is said of one that does not fit. */
class FusionArchitectureTest {
  private static final FusionNetwork NETWORK = FusionNets.network(FusionNets.chain(2), FusionSettings.mtlNas(), DataType.FLOAT, TaskHead.conv1x1());
  private static final Edge EDGE = new Edge("a", "c", 1, 0);

  @Test
  void aFileGivesTheArchitectureBack(@TempDir Path folder) throws IOException {
    FusionArchitecture found = FusionArchitecture.of(NETWORK, List.of(EDGE, new Edge("b", "a", 3, 2)));
    Path file = folder.resolve("new/architecture.json");
    found.save(file);
    assertThat(FusionArchitecture.read(file)).isEqualTo(found).hasToString(found.toString());
    assertThat(FusionArchitecture.read(file).checkedAgainst(NETWORK).edges()).containsExactly(EDGE, new Edge("b", "a", 3, 2));
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("{\n  \"format\" : \"automtl4j-architecture\",\n  \"version\" : 2,\n  \"method\" : \"mtl-nas\",\n")
        .contains("\"1:relu2\" : [ \"c 0:relu1\" ]").contains("\"0:relu1\" : [ ]");
  }

  @Test
  void anEdgeIsOpenedAndClosed() {
    FusionArchitecture none = FusionArchitecture.none(NETWORK);
    assertThat(none.opened(EDGE).isOpen(EDGE)).isTrue();
    assertThat(none.opened(EDGE).closed(EDGE)).isEqualTo(none).isNotEqualTo(none.opened(EDGE));
    assertThat(FusionArchitecture.all(NETWORK).edges()).hasSize(36);
    String edited = none.toJson().replaceFirst("\"1:relu2\" : \\[ ]", "\"1:relu2\" : [ \"c 0:relu1\" ]");
    assertThat(FusionArchitecture.fromJson(edited)).isEqualTo(none.opened(EDGE));
  }

  @Test
  void positiveLogitsAreOpenAndZeroIsClosed() {
    double[] logits = new double[36];
    logits[NETWORK.space().place(EDGE)] = 1e-6;
    assertThat(FusionArchitecture.positive(NETWORK, logits)).isEqualTo(FusionArchitecture.none(NETWORK).opened(EDGE));
    assertThatThrownBy(() -> FusionArchitecture.positive(NETWORK, 1, 2)).isInstanceOf(IllegalArgumentException.class).hasMessage("the space has 36 edges, found 2 logits");
  }

  @Test
  void whatTheSpaceLacksIsNamedWithWhatItHas() {
    assertThatThrownBy(() -> FusionArchitecture.of(NETWORK, List.of(new Edge("a", "b", 2, 1)))).isInstanceOf(InvalidInputException.class).hasMessage(
        "architecture: the space has no edge from 'b', site 1:relu2, to 'a', site 2:relu3; that site may read 'b' 2:relu3, 'c' 2:relu3");
    assertThatThrownBy(() -> FusionArchitecture.of(NETWORK, List.of(new Edge("a", "z", 2, 2)))).isInstanceOf(InvalidInputException.class).hasMessage(
        "architecture: the space has no edge from 'z', site 2:relu3, to 'a', site 2:relu3; the tasks are a, b, c");
    assertThatThrownBy(() -> FusionArchitecture.of(NETWORK, List.of(new Edge("a", "b", 9, 1)))).isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("site 9; that site of 'a' reads no other task");
    FusionNetwork other = FusionNets.network(FusionNets.chain(2), FusionSettings.nddr(), DataType.FLOAT, TaskHead.conv1x1());
    assertThatThrownBy(() -> FusionArchitecture.none(NETWORK).checkedAgainst(other)).isInstanceOf(InvalidInputException.class)
        .hasMessage("architecture: its fusion sites are [0:relu1, 1:relu2, 2:relu3, 3:relu4], those of the model on backbone 'chain' [0:pooling1]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "\"version\" : 2|\"version\" : 3|architecture: written by a newer release (version 3; this one reads up to 2); please update",
    "\"version\" : 2|\"version\" : \"x\"|architecture: \"version\" must be a whole number from 1 to 2, found \"x\"",
    "automtl4j-architecture|other|architecture: not an architecture: \"format\" must be \"automtl4j-architecture\", found \"other\"",
    "mtl-nas|adamtl|architecture: an architecture of method \"adamtl\", needed is one of \"mtl-nas\"",
    "\"backbone\"|\"bone\"|architecture: unknown field \"bone\"; known are format, version, method, backbone, tasks, edges",
    "[ \"a\", \"b\", \"c\" ]|[ \"a\" ]|architecture: \"tasks\" must be a list of at least two different names, found [\"a\"]",
    "c 0:relu1|c 7:relu1|architecture: task 'a', site 1:relu2: found \"c 7:relu1\", allowed is another task and a site, such as \"b 1:relu2\"",
    "c 0:relu1|a 0:relu1|architecture: task 'a', site 1:relu2: found \"a 0:relu1\", allowed is another task and a site, such as \"b 1:relu2\"",
    "[ \"c 0:relu1\" ]|3|architecture: task 'a', site 1:relu2: must be a list of what it reads, perhaps empty, found 3",
    "[ \"c 0:relu1\" ]|[ \"c 0:relu1\", \"c 0:relu1\" ]|architecture: task 'a', site 1:relu2: \"c 0:relu1\" is there twice",
    "\"3:relu4\"|\"4:relu4\"|"
  })
  void aDamagedFileIsNamed(String found, String instead, String message) {
    String json = FusionArchitecture.none(NETWORK).opened(EDGE).toJson();
    assertThat(json).contains(found);
    assertThatThrownBy(() -> FusionArchitecture.fromJson(json.replaceFirst(Pattern.quote(found), Matcher.quoteReplacement(instead))))
        .isInstanceOf(InvalidInputException.class).hasMessage(message == null
            ? "architecture: task 'b' has the sites [0:relu1, 1:relu2, 2:relu3, 3:relu4], task 'a' has [0:relu1, 1:relu2, 2:relu3, 4:relu4]; both must list all" : message);
  }

  @Test
  void whatIsNoJsonIsNamedWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{ \"format\": }");
    assertThatThrownBy(() -> FusionArchitecture.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("a.json:1:13: not JSON");
    assertThatThrownBy(() -> FusionArchitecture.read(folder.resolve("none.json"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be read");
  }
}
