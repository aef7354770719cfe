package org.automtl4j.graph.automtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Parameters.Parameter;
import org.automtl4j.graph.network.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class SuperModelTest {
  private static final Backbone BACKBONE = Nets.chain(3, Nets.conv("c0", 4, 3, 2, 1, 1, true), Nets.norm("b1"), Nets.conv("c2", 4, 3, 1, 1, 4, false),
      new Convolution("c3", 5, 3, 1, 0, 1, 1, false));

  private static SuperModel.Builder builder() {
    return SuperModel.builder(BACKBONE).task(Task.depth("depth"), TaskHead.conv1x1()).task(Task.normals("normal"), TaskHead.conv1x1(7));
  }

  @Test
  void everyPartOfEveryLayerAndTaskHasItsStableName() {
    assertThat(builder().build().parameters().all()).extracting(Parameter::name).containsExactly(
        "layer.0.shared.weight", "layer.0.shared.bias",
        "layer.0.specific.depth.weight", "layer.0.specific.depth.bias", "layer.0.specific.normal.weight", "layer.0.specific.normal.bias",
        "layer.0.skip.depth.weight", "layer.0.skip.depth.gamma", "layer.0.skip.depth.beta", "layer.0.skip.depth.mean", "layer.0.skip.depth.variance",
        "layer.0.skip.normal.weight", "layer.0.skip.normal.gamma", "layer.0.skip.normal.beta", "layer.0.skip.normal.mean", "layer.0.skip.normal.variance",
        "layer.1.shared.gamma", "layer.1.shared.beta", "layer.1.shared.mean", "layer.1.shared.variance",
        "layer.1.specific.depth.gamma", "layer.1.specific.depth.beta", "layer.1.specific.depth.mean", "layer.1.specific.depth.variance",
        "layer.1.specific.normal.gamma", "layer.1.specific.normal.beta", "layer.1.specific.normal.mean", "layer.1.specific.normal.variance",
        "layer.2.shared.weight", "layer.2.specific.depth.weight", "layer.2.specific.normal.weight",
        "layer.3.shared.weight", "layer.3.specific.depth.weight", "layer.3.specific.normal.weight",
        "policy.depth", "policy.normal",
        "head.depth.weight", "head.depth.bias",
        "head.normal.conv1.weight", "head.normal.conv1.bias", "head.normal.conv2.weight", "head.normal.conv2.bias");
  }

  @Test
  void rolesTellWeightsPoliciesAndStatisticsApart() {
    SuperModel model = builder().build();
    assertThat(model.parameters().parameter("layer.0.skip.depth.gamma").role()).isEqualTo(Role.WEIGHT);
    assertThat(model.parameters().parameter("layer.0.skip.depth.mean").role()).isEqualTo(Role.STATISTIC);
    assertThat(model.parameters().parameter("policy.depth").role()).isEqualTo(Role.CHOICE);
    assertThat(model.parameters().all()).filteredOn(p -> p.role() == Role.CHOICE).hasSize(2);
  }

  @Test
  void specificWeightsStartAsTheSharedOnesAndPoliciesAtZero() {
    Parameters store = builder().seed(5).build().parameters();
    assertThat(store.get("layer.0.specific.normal.weight")).isEqualTo(store.get("layer.0.shared.weight")).isNotSameAs(store.get("layer.0.shared.weight"));
    assertThat(store.get("layer.0.specific.depth.bias")).isEqualTo(store.get("layer.0.shared.bias"));
    assertThat(store.get("policy.depth").amaxNumber().doubleValue()).isZero();
    assertThat(store.get("policy.depth").shape()).containsExactly(3, 3);
    assertThat(store.get("layer.0.shared.weight").shape()).containsExactly(3, 3, 3, 4);
    assertThat(store.get("layer.2.shared.weight").shape()).containsExactly(3, 3, 1, 4);
  }

  @Test
  void theSameSeedGivesTheSameNumbersWhateverElseTheModelHas() {
    SuperModel model = builder().seed(5).build();
    SuperModel single = SuperModel.builder(BACKBONE).task(Task.depth("depth"), TaskHead.conv1x1()).seed(5).build();
    assertThat(single.parameters().get("layer.3.shared.weight")).isEqualTo(model.parameters().get("layer.3.shared.weight"));
    assertThat(model.fresh(5).parameters().get("head.depth.weight")).isEqualTo(model.parameters().get("head.depth.weight"));
    assertThat(model.fresh(6).parameters().get("head.depth.weight")).isNotEqualTo(model.parameters().get("head.depth.weight"));
    assertThat(model.fresh(6).policyNodes()).isEqualTo(model.policyNodes());
  }

  @Test
  void aFreshModelMayHaveFewerParametersWhichBeginAsTheyWouldBesideAllOthers() {
    SuperModel model = builder().seed(5).build();
    SuperModel few = model.fresh(5, Set.of("layer.0.specific.normal.weight", "layer.1.shared.mean", "policy.depth", "head.depth.bias")::contains);
    assertThat(few.parameters().all()).extracting(Parameter::name).containsExactly("layer.0.specific.normal.weight", "layer.1.shared.mean", "policy.depth",
        "head.depth.bias");
    few.parameters().all().forEach(p -> assertThat(p.array()).as(p.name()).isEqualTo(model.parameters().get(p.name())));
    assertThat(few.policyNodes()).isEqualTo(model.policyNodes());
  }

  @Test
  void policyNodesAreTheConvolutionsWithTheBranchesThatFit() {
    List<Branch> all = List.of(Branch.values());
    assertThat(builder().build().policyNodes()).containsExactly(
        new PolicyNode(0, 0, "c0", all, 1), new PolicyNode(1, 2, "c2", all, 2), new PolicyNode(2, 3, "c3", List.of(Branch.SHARED, Branch.SPECIFIC), 3));
  }

  @Test
  void searchedBatchNormsArePolicyNodesToo() {
    SuperModel model = builder().batchNormPolicy(BatchNormPolicy.SEARCH).build();
    assertThat(model.policyNodes()).extracting(PolicyNode::layer).containsExactly(0, 1, 2, 3);
    assertThat(model.policyNodes()).extracting(PolicyNode::depth).containsExactly(1, 2, 3, 4);
    assertThat(model.policyNode(1)).hasValueSatisfying(node -> assertThat(node.choices()).containsExactly(Branch.values()));
  }

  @Test
  void aSharedBottomTakesTheChoiceFromTheFirstConvolutions() {
    SuperModel model = builder().shareBottom(2).build();
    assertThat(model.policyNodes()).containsExactly(new PolicyNode(0, 3, "c3", List.of(Branch.SHARED, Branch.SPECIFIC), 3));
    assertThat(model.parameters().contains("layer.0.specific.depth.weight")).isTrue(); // pre-training uses it
    assertThatThrownBy(() -> builder().shareBottom(4).build())
        .isInstanceOf(InvalidInputException.class).hasMessageContaining("between 0 and the backbone's 3 convolutions, found 4");
  }

  @Test
  void aSingleTaskIsThePlainBackbone() {
    SuperModel model = SuperModel.builder(BACKBONE).task(Task.depth("depth"), TaskHead.conv1x1()).build();
    assertThat(model.policyNodes()).isEmpty();
    assertThat(model.parameters().all()).extracting(Parameter::name).containsExactly(
        "layer.0.shared.weight", "layer.0.shared.bias", "layer.1.shared.gamma", "layer.1.shared.beta", "layer.1.shared.mean", "layer.1.shared.variance",
        "layer.2.shared.weight", "layer.3.shared.weight", "head.depth.weight", "head.depth.bias");
  }

  @Test
  void whatCannotWorkIsRefused() {
    assertThatThrownBy(() -> SuperModel.builder(BACKBONE).build()).isInstanceOf(InvalidInputException.class).hasMessageContaining("at least one task");
    assertThatThrownBy(() -> builder().task(Task.depth("depth"), TaskHead.conv1x1())).isInstanceOf(InvalidInputException.class).hasMessageContaining("'depth'");
    assertThatThrownBy(() -> builder().build().task("edges")).isInstanceOf(InvalidInputException.class).hasMessageContaining("depth, normal");
    assertThatThrownBy(() -> builder().dataType(DataType.BOOL)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("BOOL");
  }
}
