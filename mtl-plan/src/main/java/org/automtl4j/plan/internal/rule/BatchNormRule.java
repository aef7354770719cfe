package org.automtl4j.plan.internal.rule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.plan.internal.compile.Arithmetic;
import org.automtl4j.plan.internal.compile.Epilogue;
import org.automtl4j.plan.internal.compile.Gradients;
import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.Tape;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.host.NormalizeGradientKernel;
import org.automtl4j.plan.internal.kernel.host.NormalizeKernel;
import org.automtl4j.plan.internal.kernel.host.NormalizeSumsKernel;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;

/**
 * y = gamma (x - m) / sqrt(v + eps) + beta with m and v as given, one value of each for each channel. With s = gamma / sqrt(v + eps) and sums over all but the
 * channel dimension: dx = s dy, dbeta = sum dy, dm = -s sum dy, dgamma = sum dy (x - m) / sqrt(v + eps), dv = -s sum dy (x - m) / (2 (v + eps)). Where m and v
 * are the moments of the very same x, their rule passes dm and dv on to x, and the whole is the gradient of batch normalisation in training (Ioffe and
 * Szegedy, 2015); where they are running statistics it ends there. So nothing needs to be known about the graph around it, and m and v may have other readers.
 */
final class BatchNormRule implements Rule {
  @Override
  public List<Value> forward(Node node, Tape tape) {
    if (!tape.lowering() || !node.input(0).type().isFPType()) {
      return Rule.super.forward(node, tape);
    }
    Parts p = new Parts(node, tape);
    Arithmetic math = tape.math();
    boolean onePass = Epilogue.fits(tape, p.x());
    if (p.given() && onePass) {
      List<Value> folded = Epilogue.fold(p.epsilon(), p.mean(), p.variance(), p.gamma(), p.beta(), tape);
      return List.of(Epilogue.map(p.x(), p.axis(), folded.get(0), folded.get(1), tape));
    }
    if (p.given()) {
      Value shift = math.negate(math.multiply(p.mean(), p.scale()));
      Value offset = p.beta() == null ? shift : math.add(p.beta(), shift);
      return List.of(math.add(math.multiply(p.x(), p.wide(p.scale())), p.wide(offset)));
    }
    if (p.fused()) {
      Value y = tape.fresh(p.x().type(), p.x().shape());
      Value[] inputs = p.beta() == null ? new Value[] {p.x(), p.mean(), p.scale()} : new Value[] {p.x(), p.mean(), p.scale(), p.beta()};
      return tape.emit(new NormalizeKernel(), List.of(y), inputs);
    }
    if (onePass) {
      return List.of(Epilogue.map(p.centred(), p.axis(), p.scale(), p.beta(), tape));
    }
    Value scaled = math.multiply(p.centred(), p.wide(p.scale()));
    return List.of(p.beta() == null ? scaled : math.add(scaled, p.wide(p.beta())));
  }

  @Override
  public void backward(Node node, Gradients gradients, Tape tape) {
    Parts p = new Parts(node, tape);
    Arithmetic math = tape.math();
    Value dy = gradients.of(node.output()).orElseThrow();
    if (p.fused()) {
      fused(p, dy, gradients, tape);
      return;
    }
    if (gradients.needs(p.x())) {
      gradients.add(p.x(), math.multiply(dy, p.wide(p.scale())));
    }
    boolean beta = p.beta() != null && gradients.needs(p.beta());
    if (beta || gradients.needs(p.mean())) {
      Value sum = math.sum(dy, p.others()).reshaped(p.mean().shape());
      if (beta) {
        gradients.add(p.beta(), sum);
      }
      gradients.add(p.mean(), math.negate(math.multiply(sum, p.scale())));
    }
    boolean gamma = p.gamma() != null && gradients.needs(p.gamma());
    if (gamma || gradients.needs(p.variance())) {
      Value sum = math.sum(math.multiply(dy, p.centred()), p.others()).reshaped(p.mean().shape());
      Value normalised = math.multiply(sum, p.inverse());
      if (gamma) {
        gradients.add(p.gamma(), normalised);
      }
      gradients.add(p.variance(), math.scale(math.multiply(normalised, math.multiply(p.scale(), p.inverse())), -0.5));
    }
  }

  /** All that mean and variance pass on to x at once, which saves most of the passes over the memory. */
  private static void fused(Parts p, Value dy, Gradients gradients, Tape tape) {
    Arithmetic math = tape.math();
    long[] channels = p.mean().shape();
    List<Value> sums = tape.emit(new NormalizeSumsKernel(), List.of(tape.fresh(dy.type(), channels), tape.fresh(dy.type(), channels)), dy, p.x(), p.mean());
    Value normalised = math.multiply(sums.get(1), p.inverse());
    if (p.beta() != null) {
      gradients.add(p.beta(), sums.get(0));
    }
    if (p.gamma() != null) {
      gradients.add(p.gamma(), normalised);
    }
    if (gradients.needs(p.x())) {
      double count = (double) dy.length() / p.mean().length();
      Value ofX = math.scale(math.multiply(normalised, math.multiply(p.scale(), p.inverse())), -1 / count);
      Value summand = math.scale(math.multiply(sums.get(0), p.scale()), -1 / count);
      Value dx = tape.fresh(dy.type(), dy.shape());
      gradients.add(p.x(), tape.emit(new NormalizeGradientKernel(), List.of(dx), dy, p.x(), p.mean(), p.scale(), ofX, summand).get(0));
    }
  }

  /** The inputs by name, and what several of the formulas want. */
  private static final class Parts {
    private final Node node;
    private final Tape tape;
    private final int axis;
    private final int[] others;

    Parts(Node node, Tape tape) {
      this.node = node;
      this.tape = tape;
      this.axis = Math.floorMod(node.arguments().integers().length > 2 ? node.arguments().integer(2) : -1, x().rank());
      this.others = IntStream.range(0, x().rank()).filter(d -> d != axis).toArray();
    }

    Value x() {
      return node.input(0);
    }

    Value mean() {
      return node.input(1);
    }

    Value variance() {
      return node.input(2);
    }

    Value gamma() {
      return node.arguments().integer(0) != 0 ? node.input(3) : null;
    }

    Value beta() {
      return node.arguments().integer(1) != 0 ? node.input(node.inputs().size() - 1) : null;
    }

    int axis() {
      return axis;
    }

    int[] others() {
      return others;
    }

    /** Whether mean and variance are those of x, which is large. */
    boolean fused() {
      return Arrays.stream(others).noneMatch(d -> d == 1) && tape.areMoments(mean(), variance(), x());
    }

    boolean given() {
      return mean().kind() != Value.Kind.COMPUTED;
    }

    double epsilon() {
      return node.arguments().real(0, 1e-5);
    }

    Value inverse() {
      Arithmetic math = tape.math();
      return tape.memo(Arrays.asList("inverse deviation", variance(), epsilon()), () -> math.apply(new RSqrt(), math.plus(variance(), epsilon())));
    }

    Value scale() {
      return gamma() == null ? inverse() : tape.memo(Arrays.asList("scale", gamma(), inverse()), () -> tape.math().multiply(gamma(), inverse()));
    }

    Value centred() {
      return MomentsRule.centred(tape, x(), mean(), others);
    }

    Value wide(Value perChannel) {
      long[] shape = x().shape();
      for (int d : others) {
        shape[d] = 1;
      }
      return perChannel.reshaped(shape);
    }
  }
}
