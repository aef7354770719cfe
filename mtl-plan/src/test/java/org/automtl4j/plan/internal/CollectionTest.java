package org.automtl4j.plan.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.automtl4j.core.ops.Activations;
import org.automtl4j.core.ops.LayerNorms;
import org.automtl4j.core.ops.Tokens;
import org.automtl4j.core.ops.WindowGrid;
import org.automtl4j.plan.internal.compile.Compiler;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.rule.Rules;
import org.automtl4j.plan.internal.run.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A buffer of an array's numbers does not keep the array: its memory goes back when the collector finds that nobody else holds it. So collections come between
 * the calls of a step here, and other arrays take what they give back; the numbers must stay the same to the bit.
 */
class CollectionTest {
  /** Graphs whose programs together have every kernel. */
  enum Form {
    MINIMAL_FILTERING(2, 133, 12, 17) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 3, 3, 133, 141), window(3, 1, 1, 1));
      }
    },
    TAPS(2, 24, 29, 29) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 3, 3, 24, 20), window(3, 1, 24, 24));
      }
    },
    PHASES(2, 6, 16, 16) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 3, 3, 6, 6), window(3, 1, 2, 2));
      }
    },
    DEPTHWISE(2, 20, 90, 85) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.depthWiseConv2d(x, weights(sd, 5, 5, 20, 1), window(5, 1, 2, 1));
      }
    },
    FIRST_LAYER(2, 3, 211, 223) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 7, 7, 3, 5), window(7, 2, 3, 1));
      }

      @Override
      boolean gradientOfImages() {
        return false;
      }
    },
    STRIDED_POINTWISE(2, 32, 65, 67) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 1, 1, 32, 40), window(1, 2, 0, 1));
      }
    },
    FEW_CHANNELS(2, 3, 211, 223) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.conv2d(x, weights(sd, 1, 1, 3, 7), window(1, 1, 0, 1));
      }
    },
    NORMALISATION(2, 9, 121, 127) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable[] moments = sd.math.moments(x, new int[] {0, 2, 3}, false);
        return sd.nn.batchNorm(x, moments[0], moments[1], weights(sd, 9), weights(sd, 9), 1e-5, 1);
      }
    },
    POOLING(2, 3, 300, 160) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        return sd.cnn.maxPooling2d(x, Pooling2DConfig.builder().kH(3).kW(3).sH(2).sW(2).build());
      }
    },
    GIVEN_STATISTICS(2, 6, 9, 7) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable normalised = sd.nn.batchNorm(x, weights(sd, 6), weights(sd, 6).mul(0).add(2), weights(sd, 6), weights(sd, 6), 1e-3, 1);
        return sd.nn.relu(normalised.add(x), 0);
      }
    },
    SLICES_AND_FACTORS(2, 6, 9, 7) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable part = x.get(SDIndex.all(), SDIndex.interval(1, 4), SDIndex.all(), SDIndex.all());
        return part.mul(sd.reshape(weights(sd, 3), 1, 3, 1, 1));
      }
    },
    TOKENS(2, 24, 16, 1) {
      @Override
      SDVariable build(SameDiff sd, SDVariable x) {
        SDVariable normal = LayerNorms.layerNorm(sd.reshape(x, 2, 24, 16), weights(sd, 16), weights(sd, 16), 1e-5);
        SDVariable windows = Tokens.take(normal, sd.constant(Nd4j.createFromArray(new WindowGrid(4, 6, 2, 1).partition())));
        SDVariable bias = Tokens.relativeBias(weights(sd, 9, 2), sd.constant(Nd4j.createFromArray(WindowGrid.relativeIndex(2))), 2);
        SDVariable heads = sd.permute(sd.reshape(windows, 12, 4, 2, 8), 0, 2, 1, 3);
        SDVariable shares = sd.nn.softmax(sd.mmul(heads, heads, false, true, false).add(bias), 3);
        return Activations.gelu(sd.mmul(shares, heads));
      }
    };

    private final long[] images;

    Form(long... images) {
      this.images = images;
    }

    abstract SDVariable build(SameDiff sd, SDVariable x);

    boolean gradientOfImages() {
      return true;
    }

    private static SDVariable weights(SameDiff sd, long... shape) {
      return sd.var("weights" + sd.variables().size(), Nd4j.randn(DataType.FLOAT, shape));
    }

    private static Conv2DConfig window(int kernel, int stride, int padding, int dilation) {
      return Conv2DConfig.builder().kH(kernel).kW(kernel).sH(stride).sW(stride).pH(padding).pW(padding).dH(dilation).dW(dilation).build();
    }

    /** A program for the gradients, beside which nobody holds what it was made of. */
    Program program(boolean inference) {
      Nd4j.getRandom().setSeed(5);
      SameDiff sd = SameDiff.create();
      INDArray numbers = Nd4j.randn(DataType.FLOAT, images);
      SDVariable y = build(sd, gradientOfImages() ? sd.var("x", numbers) : sd.constant("x", numbers));
      sd.math.square(y).mean().rename("loss");
      Compiler compiler = new Compiler(sd, Rules.all(), true, false);
      if (inference) {
        return compiler.inference(List.of("loss"));
      }
      List<String> wanted = sd.variables().stream().map(SDVariable::name).filter(n -> n.equals("x") && gradientOfImages() || n.startsWith("weights")).toList();
      return compiler.training("loss", wanted, Set.of(), List.of("loss"));
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void noCallLosesItsArraysToTheCollector(Form form) {
    for (boolean inference : new boolean[] {false, true}) {
      try (Program untouched = form.program(inference); Program collected = form.program(inference)) {
        untouched.check();
        untouched.run(0, untouched.size());
        collected.check();
        collect(List.of());
        for (int call = 0; call < collected.size(); call++) {
          collected.run(call, call + 1);
          collect(collected.schedule().instructions().get(call).outputs());
        }
        assertThat(results(collected)).isEqualTo(results(untouched));
      }
    }
  }

  /** What was given back is written over. */
  private static void collect(List<Value> like) {
    System.gc();
    List<INDArray> others = new ArrayList<>();
    for (Value value : like) {
      for (int k = 0; k < 4; k++) {
        others.add(Nd4j.valueArrayOf(new long[] {value.length()}, Double.NaN, DataType.FLOAT));
      }
    }
    others.forEach(INDArray::close);
  }

  private static Map<String, INDArray> results(Program program) {
    Map<String, INDArray> results = new LinkedHashMap<>();
    results.put("loss", program.value("loss").dup());
    program.gradientNames().forEach(name -> results.put(name, program.gradient(name).dup()));
    return results;
  }

  @Test
  void everyKernelIsAmongThem() throws Exception {
    Set<String> run = new TreeSet<>();
    for (Form form : Form.values()) {
      for (boolean inference : new boolean[] {false, true}) {
        try (Program program = form.program(inference)) {
          program.schedule().instructions().forEach(i -> run.add(i.kernel().getClass().getSimpleName()));
        }
      }
    }
    assertThat(run).isEqualTo(kernels());
  }

  private static Set<String> kernels() throws IOException, ReflectiveOperationException {
    Path classes = Path.of(URI.create(Kernel.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes.resolve("org/automtl4j/plan/internal"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        Class<?> type = Class.forName(name, false, Kernel.class.getClassLoader());
        if (Kernel.class.isAssignableFrom(type) && !type.isInterface()) {
          found.add(type.getSimpleName());
        }
      }
    }
    return found;
  }
}
