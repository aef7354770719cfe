package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.automtl4j.plan.internal.rule.Rules;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class RuleCoverageTest {
  @Test
  void everyRuleRunsThroughTheContract() {
    Set<String> tested = new TreeSet<>();
    Stream.of(new ElementwiseRulesTest(), new LinearAlgebraRulesTest(), new ConvolutionRulesTest(), new TransformerRulesTest()).flatMap(BackwardRuleContract::cases)
        .forEach(test -> test.graph(DataType.DOUBLE).getOps().values().forEach(op -> tested.add(op.getOp().opName())));
    assertThat(tested).containsAll(Rules.all().names());
  }
}
