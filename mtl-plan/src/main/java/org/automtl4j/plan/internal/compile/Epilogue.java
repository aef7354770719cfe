package org.automtl4j.plan.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.CustomKernel;
import org.automtl4j.plan.internal.kernel.host.AffineKernel;
import org.automtl4j.plan.internal.kernel.host.FoldKernel;

/**
 * What follows a convolution: a normalisation or a bias, then perhaps the sum with another image, then perhaps a rectifier. Each of them takes the one before it
 * into itself where nobody else reads that, so that a single pass over memory does them all.
 */
public final class Epilogue {
  private final AffineKernel kernel;
  private final List<Value> inputs;

  private Epilogue(AffineKernel kernel, List<Value> inputs) {
    this.kernel = kernel;
    this.inputs = inputs;
  }

  /**
   * @param tape the tape on which it will be
   * @param x an array
   * @return whether such a map of the array can be computed in one pass
   */
  public static boolean fits(Tape tape, Value x) {
    return tape.lowering() && AffineKernel.fits(x);
  }

  /**
   * A normalisation with given statistics, one of each number for each channel.
   *
   * @param epsilon added to the variance
   * @param mean [C]
   * @param variance [C]
   * @param gamma [C], or null for 1
   * @param beta [C], or null for 0
   * @param tape takes the call
   * @return scale and shift, [C] each, that do the same
   */
  public static List<Value> fold(double epsilon, Value mean, Value variance, Value gamma, Value beta, Tape tape) {
    List<Value> inputs = new ArrayList<>(List.of(mean, variance));
    Optional.ofNullable(gamma).ifPresent(inputs::add);
    Optional.ofNullable(beta).ifPresent(inputs::add);
    List<Value> outputs = List.of(tape.fresh(mean.type(), mean.length()), tape.fresh(mean.type(), mean.length()));
    return tape.emit(new FoldKernel(epsilon, gamma != null, beta != null), outputs, inputs.toArray(Value[]::new));
  }

  /**
   * @param x an array that {@link #fits}
   * @param axis the dimension of its channels
   * @param scale [C]
   * @param shift [C], or null for 0
   * @param tape takes the call
   * @return scale x + shift
   */
  public static Value map(Value x, int axis, Value scale, Value shift, Tape tape) {
    AffineKernel kernel = AffineKernel.of(true, shift != null, false, x.size(axis), inner(x, axis));
    return new Epilogue(kernel, shift == null ? List.of(x, scale) : List.of(x, scale, shift)).emit(tape, x.shape());
  }

  /**
   * @param a an array
   * @param b another of the same shape
   * @param tape takes the call
   * @return a + b in the pass that gives one of them, if there is one that can take it in
   */
  public static Optional<Value> sum(Value a, Value b, Tape tape) {
    return of(a, tape).filter(e -> !e.kernel.added()).map(e -> e.adding(b)).or(() -> of(b, tape).filter(e -> !e.kernel.added()).map(e -> e.adding(a)))
        .map(e -> e.emit(tape, a.shape()));
  }

  /**
   * @param x an array
   * @param low the smallest result
   * @param high the largest result
   * @param tape takes the call
   * @return x within these limits, in the pass that gives x, if that can take it in
   */
  public static Optional<Value> limit(Value x, double low, double high, Tape tape) {
    return of(x, tape).map(e -> new Epilogue(e.kernel.within(low, high), e.inputs).emit(tape, x.shape()));
  }

  private Epilogue adding(Value other) {
    List<Value> all = new ArrayList<>(inputs);
    all.add(other);
    return new Epilogue(kernel.adding(), all);
  }

  private Value emit(Tape tape, long... shape) {
    Value x = inputs.get(0);
    return tape.emit(kernel, List.of(tape.fresh(x.type(), x.shape())), inputs.toArray(Value[]::new)).get(0).reshaped(shape);
  }

  /** How an array that one operation only reads is computed, if it is by a map, a bias or a sum. */
  private static Optional<Epilogue> of(Value value, Tape tape) {
    return fits(tape, value) ? tape.absorbable(value).flatMap(Epilogue::of) : Optional.empty();
  }

  private static Optional<Epilogue> of(Instruction instruction) {
    List<Value> inputs = instruction.inputs();
    if (instruction.kernel() instanceof AffineKernel affine) {
      return affine.limited() ? Optional.empty() : Optional.of(new Epilogue(affine, inputs));
    }
    if (!(instruction.kernel() instanceof CustomKernel custom)) {
      return Optional.empty();
    }
    Value x = inputs.get(0);
    if (custom.name().equals("biasadd")) {
      int axis = custom.arguments().flag(0, false) ? 1 : x.rank() - 1;
      return Optional.of(new Epilogue(AffineKernel.of(false, true, false, x.size(axis), inner(x, axis)), inputs));
    }
    boolean sum = custom.name().equals("add") && x.sameShape(inputs.get(1)) && x.length() > 0;
    return sum ? Optional.of(new Epilogue(AffineKernel.of(false, false, true, 1, x.length()), inputs)) : Optional.empty();
  }

  private static long inner(Value x, int axis) {
    long inner = 1;
    for (int d = axis + 1; d < x.rank(); d++) {
      inner *= x.size(d);
    }
    return inner;
  }
}
