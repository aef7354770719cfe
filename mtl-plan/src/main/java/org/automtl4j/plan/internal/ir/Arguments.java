package org.automtl4j.plan.internal.ir;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * The arguments of a custom operation, in ND4J's four kinds. Immutable; the arrays are not to be written.
 *
 * @param integers the integer arguments
 * @param reals the floating-point arguments
 * @param flags the boolean arguments
 * @param types the data type arguments
 */
public record Arguments(long[] integers, double[] reals, boolean[] flags, DataType[] types) {
  private static final Arguments NONE = new Arguments(new long[0], new double[0], new boolean[0], new DataType[0]);

  /** @return the arguments as text, equal for equal ones */
  public String text() {
    return Arrays.toString(integers) + Arrays.toString(reals) + Arrays.toString(flags) + Arrays.toString(types);
  }

  /** @return no arguments */
  public static Arguments none() {
    return NONE;
  }

  /**
   * @param integers the integer arguments
   * @return these and no others
   */
  public static Arguments of(long... integers) {
    return new Arguments(integers, NONE.reals, NONE.flags, NONE.types);
  }

  public static Arguments of(DynamicCustomOp op) {
    return new Arguments(op.iArgs().clone(), op.tArgs().clone(), op.bArgs().clone(), op.dArgs().clone());
  }

  /**
   * @param newReals the floating-point arguments
   * @return the same with these
   */
  public Arguments reals(double... newReals) {
    return new Arguments(integers, newReals, flags, types);
  }

  /**
   * @param newFlags the boolean arguments
   * @return the same with these
   */
  public Arguments flags(boolean... newFlags) {
    return new Arguments(integers, reals, newFlags, types);
  }

  /**
   * @param newTypes the data type arguments
   * @return the same with these
   */
  public Arguments types(DataType... newTypes) {
    return new Arguments(integers, reals, flags, newTypes);
  }

  /**
   * @param at the number of an integer argument
   * @param absent what to take if there are fewer
   * @return the argument
   */
  public long integer(int at, long absent) {
    return at < integers.length ? integers[at] : absent;
  }

  /**
   * @param at the number of an integer argument that must be there
   * @return the argument
   */
  public int integer(int at) {
    return Math.toIntExact(integers[at]);
  }

  /**
   * @param at the number of a floating-point argument
   * @param absent what to take if there are fewer
   * @return the argument
   */
  public double real(int at, double absent) {
    return at < reals.length ? reals[at] : absent;
  }

  /**
   * @param at the number of a boolean argument
   * @param absent what to take if there are fewer
   * @return the argument
   */
  public boolean flag(int at, boolean absent) {
    return at < flags.length ? flags[at] : absent;
  }

  public void give(OpContext context) {
    if (integers.length > 0) {
      context.setIArguments(integers);
    }
    if (reals.length > 0) {
      context.setTArguments(reals);
    }
    if (flags.length > 0) {
      context.setBArguments(flags);
    }
    if (types.length > 0) {
      context.setDArguments(types);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Arguments a && Arrays.equals(integers, a.integers) && Arrays.equals(reals, a.reals) && Arrays.equals(flags, a.flags)
        && Arrays.equals(types, a.types);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(integers) + 31 * Arrays.hashCode(reals) + 961 * Arrays.hashCode(flags) + 29791 * Arrays.hashCode(types);
  }

  @Override
  public String toString() {
    return "i=" + Arrays.toString(integers) + " t=" + Arrays.toString(reals) + " b=" + Arrays.toString(flags) + " d=" + Arrays.toString(types);
  }
}
