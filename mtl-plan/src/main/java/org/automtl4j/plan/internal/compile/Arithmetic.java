package org.automtl4j.plan.internal.compile;

import java.util.Arrays;
import java.util.List;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.PlaceKernel;
import org.automtl4j.plan.internal.kernel.token.PermuteKernel;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;

/** The few computations from which backward rules are composed. All of them follow the usual broadcasting: sizes are aligned at the last dimension. */
public final class Arithmetic {
  private final Tape tape;

  Arithmetic(Tape tape) {
    this.tape = tape;
  }

  /**
   * @param a an array
   * @param b another one
   * @return a + b
   */
  public Value add(Value a, Value b) {
    return a.sameShape(b) ? custom("add", a, b) : Broadcasts.add(tape, a, b);
  }

  /**
   * @param a an array
   * @param b another one
   * @return a - b
   */
  public Value subtract(Value a, Value b) {
    return custom("subtract", a, b);
  }

  /**
   * @param a an array
   * @param b another one
   * @return a b, element by element
   */
  public Value multiply(Value a, Value b) {
    return a.sameShape(b) ? custom("multiply", a, b) : Broadcasts.multiply(tape, a, b);
  }

  /**
   * @param a an array
   * @param b another one
   * @return a / b, element by element
   */
  public Value divide(Value a, Value b) {
    return custom("divide", a, b);
  }

  /**
   * @param a an array
   * @return -a
   */
  public Value negate(Value a) {
    return scale(a, -1);
  }

  /**
   * @param a an array
   * @param factor a number
   * @return factor a
   */
  public Value scale(Value a, double factor) {
    return factor == 1 ? a : scalar(new ScalarMultiplication(), a, factor);
  }

  /**
   * @param a an array
   * @param summand a number
   * @return a + summand
   */
  public Value plus(Value a, double summand) {
    return summand == 0 ? a : scalar(new ScalarAdd(), a, summand);
  }

  /**
   * @param op a legacy operation on an array and a number
   * @param a the array
   * @param number the number
   * @return what it gives
   */
  public Value scalar(org.nd4j.linalg.api.ops.ScalarOp op, Value a, double number) {
    op.setScalar(Nd4j.scalar(a.type(), number));
    return tape.legacy(op, a);
  }

  /**
   * @param op a legacy operation on one array
   * @param a the array
   * @return what it gives
   */
  public Value apply(Op op, Value a) {
    return tape.legacy(op, a);
  }

  /**
   * A custom operation without arguments and with one result.
   *
   * @param op its name
   * @param inputs what it reads
   * @return what it gives
   */
  public Value custom(String op, Value... inputs) {
    return tape.custom(op, Arguments.none(), inputs).get(0);
  }

  /**
   * @param a a matrix or a batch of them
   * @param b another, with the same batch
   * @param transposeA whether a's last two dimensions change places first
   * @param transposeB whether b's do
   * @return the matrix product
   */
  public Value matmul(Value a, Value b, boolean transposeA, boolean transposeB) {
    return tape.custom("matmul", Arguments.of(transposeA ? 1 : 0, transposeB ? 1 : 0, 0).reals(1, 0), a, b).get(0);
  }

  /**
   * @param a an array
   * @param dimensions new dimension i is old dimension dimensions[i]
   * @return the array with its dimensions in another order
   */
  public Value permute(Value a, long... dimensions) {
    if (PermuteKernel.fits(a, dimensions)) {
      long[] shape = Arrays.stream(dimensions).map(d -> a.size((int) d)).toArray();
      return tape.emit(new PermuteKernel(dimensions), List.of(tape.fresh(a.type(), shape)), a).get(0);
    }
    return tape.custom("permute", Arguments.of(dimensions), a).get(0);
  }

  /**
   * @param a an array
   * @param type a data type
   * @return a in that type
   */
  public Value cast(Value a, DataType type) {
    return a.type() == type ? a : tape.custom("cast", Arguments.of(type.toInt()).types(type), a).get(0);
  }

  /**
   * @param a an array
   * @param dimensions the dimensions to sum over
   * @return the sums; those dimensions have size 1
   */
  public Value sum(Value a, int... dimensions) {
    return Sums.sum(tape, a, Reductions.normal(dimensions, a.rank()));
  }

  /**
   * Undoes a broadcast.
   *
   * @param gradient an array
   * @param shape the shape of what was broadcast to the array's shape
   * @return sums over all places to which one element went
   */
  public Value sumTo(Value gradient, long... shape) {
    int rank = gradient.rank();
    if (Value.length(shape) == gradient.length()) {
      return gradient.reshaped(shape);
    }
    long[] aligned = new long[rank];
    Arrays.fill(aligned, 1);
    System.arraycopy(shape, 0, aligned, rank - shape.length, shape.length);
    int[] dimensions = java.util.stream.IntStream.range(0, rank).filter(d -> aligned[d] == 1 && gradient.size(d) != 1).toArray();
    return Sums.sum(tape, gradient, dimensions).reshaped(shape);
  }

  /**
   * @param a an array
   * @param like the shape, to which a can be broadcast
   * @return a, repeated to that shape
   */
  public Value broadcast(Value a, long... like) {
    return Arrays.equals(a.shape(), like) ? a : multiply(tape.filled(a.type(), 1, like), a);
  }

  /**
   * @param parts arrays that differ in one dimension at most
   * @param dimension that dimension
   * @return the parts one after the other
   */
  public Value concat(List<Value> parts, int dimension) {
    return tape.custom("concat", Arguments.of(dimension), parts.toArray(Value[]::new)).get(0);
  }

  /**
   * @param part an array
   * @param begin the first place in each dimension
   * @param steps the distance of the places in each dimension
   * @param shape the shape of the whole
   * @return an array of that shape with the part's elements in those places, and 0 elsewhere
   */
  public Value place(Value part, long[] begin, long[] steps, long... shape) {
    return tape.emit(new PlaceKernel(begin, steps), List.of(tape.fresh(part.type(), shape)), part).get(0);
  }
}
