package org.automtl4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What follows a convolution is computed in one pass: as many calls as there are passes, and the numbers of the operations one by one. */
class EpilogueTest {
  private static final long[] SHAPE = {2, 6, 9, 7};

  /** A graph from an image to y, and how many calls it may take. */
  enum Form {
    NORMALISED(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return norm(sd, x, "n", 1);
      }
    },
    RECTIFIED(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(norm(sd, x, "n", 1), 0);
      }
    },
    RECTIFIED_ABOVE_A_CUTOFF(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(norm(sd, x, "n", 1), 0.25);
      }
    },
    RECTIFIED_ON_BOTH_SIDES(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu6(norm(sd, x, "n", 1), 0);
      }
    },
    LAST_AXIS(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(norm(sd, x, "n", 3), 0);
      }
    },
    RESIDUAL(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(norm(sd, x, "n", 1).add(x), 0);
      }
    },
    RESIDUAL_ON_THE_LEFT(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu6(x.add(norm(sd, x, "n", 1)), 0);
      }
    },
    TWO_NORMALISATIONS(4) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(norm(sd, x, "n", 1).add(norm(sd, x, "m", 1)), 0);
      }
    },
    SUM(1) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.nn.relu(x.add(x), 0);
      }
    },
    SUM_OF_THREE(4) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return norm(sd, x, "n", 1).add(x).add(x).mul("y", 2); // the second sum and the factor stand for themselves
      }
    },
    BIAS(2) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable w = sd.var("w", TestNetwork.numbers(x.dataType(), 1, "w", 1, 1, 6, 2000));
        return sd.nn.relu(sd.cnn.conv2d(x, w, sd.var("b", TestNetwork.numbers(x.dataType(), 1, "b", 2000)), TestNetwork.config(1, 1, 1)), 0);
      }
    },
    READ_TWICE(4) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable n = norm(sd, x, "n", 1);
        return sd.nn.relu(n, 0).mul(n);
      }
    },
    A_SUM_THAT_IS_READ_TWICE(4) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable sum = norm(sd, x, "n", 1).add(x);
        return sd.nn.relu(sum, 0).mul(sum);
      }
    },
    BATCH_STATISTICS(11) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable[] m = sd.math.moments(x, new int[] {0, 2, 3}, false);
        return sd.nn.relu(sd.nn.batchNorm(x, m[0], m[1], sd.var("g", TestNetwork.numbers(x.dataType(), 1, "g", 6)),
            sd.var("h", TestNetwork.numbers(x.dataType(), 1, "h", 6)), 1e-3, 1).add(x), 0);
      }
    };

    private final int calls;

    Form(int calls) {
      this.calls = calls;
    }

    abstract SDVariable build(SameDiff sd, SDVariable x);

    static SDVariable norm(SameDiff sd, SDVariable x, String name, int axis) {
      SDVariable[] s = new SDVariable[4];
      for (int k = 0; k < 4; k++) {
        s[k] = sd.var(name + k, TestNetwork.numbers(x.dataType(), 1, name + k, SHAPE[axis]).addi(k == 0 ? 0 : 1));
      }
      return sd.nn.batchNorm(x, s[0], s[1], s[2], s[3], 1e-3, axis);
    }
  }

  private static SameDiff graph(Form form, DataType type) {
    SameDiff sd = SameDiff.create();
    SDVariable y = form.build(sd, sd.placeHolder("x", type, SHAPE));
    if (!y.name().equals("y")) {
      y.rename("y");
    }
    sd.math.square(y).mean().rename("loss");
    return sd;
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void onePassGivesTheNumbersOfSeveral(Form form) {
    SameDiff sd = graph(form, DataType.FLOAT);
    INDArray x = TestNetwork.numbers(DataType.FLOAT, 2, "x", SHAPE).muli(10);
    try (InferencePlan slow = InferencePlan.builder(sd).input("x", SHAPE).outputs(List.of("y")).lowering(false).build();
        InferencePlan fast = InferencePlan.builder(sd).input("x", SHAPE).outputs(List.of("y")).build()) {
      for (int run = 0; run < 2; run++) {
        for (InferencePlan plan : List.of(slow, fast)) {
          plan.input("x").assign(x);
          plan.run();
        }
        assertThat(BackwardRuleContract.distance(fast.value("y"), slow.value("y"))).isLessThan(2e-6);
        sd.variables().stream().filter(v -> v.name().length() == 2 && v.name().matches("[nm]\\d")).forEach(v -> v.getArr().muli(1.5)); // must be noticed
      }
      assertThat(fast.calls()).isLessThanOrEqualTo(form.calls);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Form.class, mode = EnumSource.Mode.EXCLUDE, names = "SUM")
  void gradientsPassAsThroughTheOperationsOneByOne(Form form) {
    SameDiff single = graph(form, DataType.FLOAT);
    SameDiff twice = graph(form, DataType.DOUBLE);
    INDArray x = TestNetwork.numbers(DataType.DOUBLE, 2, "x", SHAPE).muli(10);
    try (TrainingPlan found = plan(single); TrainingPlan expected = plan(twice)) {
      for (TrainingPlan plan : List.of(found, expected)) {
        plan.input("x").assign(x.castTo(plan == found ? DataType.FLOAT : DataType.DOUBLE));
        plan.forward();
        plan.backward();
      }
      assertThat(found.gradients()).isEqualTo(expected.gradients());
      for (String name : found.gradients()) {
        assertThat(BackwardRuleContract.distance(found.gradient(name).castTo(DataType.DOUBLE), expected.gradient(name))).as(name).isLessThan(1e-4);
      }
    }
  }

  private static TrainingPlan plan(SameDiff sd) {
    return TrainingPlan.builder(sd).input("x", SHAPE).loss("loss").gradientsOf(TestNetwork.parameters(sd)).build();
  }
}
