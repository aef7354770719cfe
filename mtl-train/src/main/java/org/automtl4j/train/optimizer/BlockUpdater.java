package org.automtl4j.train.optimizer;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.plan.ParallelLoop;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves blocks of parameter, gradient and an optimiser's state through scratch arrays that stay in the processor's first cache, where a rule's plain loop works
 * on them. Large parameters are shared among threads, which does not change a number.
 */
final class BlockUpdater {
  private static final int BLOCK = 4096;

  /** Parameters of fewer blocks are not worth another thread. */
  private static final int FEWEST_BLOCKS = 16;

  /** A rule in single precision: changes the first {@code count} numbers of the parameter and of the state's arrays. */
  @FunctionalInterface
  interface FloatRule {
    void apply(float[] parameter, float[] gradient, float[][] state, int count);
  }

  /** The same in double precision. */
  @FunctionalInterface
  interface DoubleRule {
    void apply(double[] parameter, double[] gradient, double[][] state, int count);
  }

  /** Does the blocks from one number to another, the latter excluded. */
  @FunctionalInterface
  private interface Blocks {
    void apply(int from, int to);
  }

  /** Checks what every rule needs of an update before any state is touched. */
  static void check(ParameterUpdate update) {
    INDArray parameter = update.parameter();
    update.gradient().filter(g -> g.dataType() != parameter.dataType() || !fits(g, update.first(), parameter)).ifPresent(g -> {
      throw new IllegalArgumentException("parameter '" + update.name() + "' is " + describe(parameter) + ", its gradient " + describe(g) + (update.first() == 0 ? ""
          : " from number " + update.first() + " on"));
    });
  }

  private static boolean fits(INDArray gradient, long first, INDArray parameter) {
    return gradient.length() == parameter.length() ? first == 0 && Arrays.equals(gradient.shape(), parameter.shape())
        : first >= 0 && first + gradient.length() <= parameter.length();
  }

  private static String describe(INDArray array) {
    return array.dataType() + Arrays.toString(array.shape());
  }

  static boolean isDouble(ParameterUpdate update) {
    return update.parameter().dataType() == DataType.DOUBLE;
  }

  /** Applies a rule to a parameter and the arrays that its optimiser remembers. */
  void apply(ParameterUpdate update, List<INDArray> remembered, FloatRule rule) {
    DirectArray target = DirectArray.writer(update.name(), update.parameter());
    FloatBuffer parameter = target.floats();
    Optional<DirectArray> source = update.gradient().map(g -> DirectArray.reader(update.name(), g));
    FloatBuffer gradient = source.map(DirectArray::floats).orElse(FloatBuffer.allocate(0));
    int first = (int) update.first();
    List<DirectArray> memory = memory(update, remembered);
    FloatBuffer[] state = memory.stream().map(DirectArray::floats).toArray(FloatBuffer[]::new);
    int length = target.length();
    inThreads(length, (begin, end) -> {
      float[] p = new float[BLOCK];
      float[] g = new float[BLOCK];
      float[][] s = new float[state.length][BLOCK];
      for (int start = begin; start < end; start += BLOCK) {
        int count = Math.min(BLOCK, end - start);
        parameter.get(start, p, 0, count);
        int from = clamp(first - start, count);
        int to = clamp(first + gradient.limit() - start, count);
        Arrays.fill(g, 0, from, 0);
        if (from < to) {
          gradient.get(start + from - first, g, from, to - from);
        }
        Arrays.fill(g, to, count, 0);
        for (int k = 0; k < s.length; k++) {
          state[k].get(start, s[k], 0, count);
        }
        rule.apply(p, g, s, count);
        parameter.put(start, p, 0, count);
        for (int k = 0; k < s.length; k++) {
          state[k].put(start, s[k], 0, count);
        }
      }
    });
    target.changed();
    memory.forEach(DirectArray::changed);
    source.ifPresent(DirectArray::keep);
  }

  /** The same in double precision. */
  void apply(ParameterUpdate update, List<INDArray> remembered, DoubleRule rule) {
    DirectArray target = DirectArray.writer(update.name(), update.parameter());
    DoubleBuffer parameter = target.doubles();
    Optional<DirectArray> source = update.gradient().map(g -> DirectArray.reader(update.name(), g));
    DoubleBuffer gradient = source.map(DirectArray::doubles).orElse(DoubleBuffer.allocate(0));
    int first = (int) update.first();
    List<DirectArray> memory = memory(update, remembered);
    DoubleBuffer[] state = memory.stream().map(DirectArray::doubles).toArray(DoubleBuffer[]::new);
    int length = target.length();
    inThreads(length, (begin, end) -> {
      double[] p = new double[BLOCK];
      double[] g = new double[BLOCK];
      double[][] s = new double[state.length][BLOCK];
      for (int start = begin; start < end; start += BLOCK) {
        int count = Math.min(BLOCK, end - start);
        parameter.get(start, p, 0, count);
        int from = clamp(first - start, count);
        int to = clamp(first + gradient.limit() - start, count);
        Arrays.fill(g, 0, from, 0);
        if (from < to) {
          gradient.get(start + from - first, g, from, to - from);
        }
        Arrays.fill(g, to, count, 0);
        for (int k = 0; k < s.length; k++) {
          state[k].get(start, s[k], 0, count);
        }
        rule.apply(p, g, s, count);
        parameter.put(start, p, 0, count);
        for (int k = 0; k < s.length; k++) {
          state[k].put(start, s[k], 0, count);
        }
      }
    });
    target.changed();
    memory.forEach(DirectArray::changed);
    source.ifPresent(DirectArray::keep);
  }

  private static int clamp(int place, int count) {
    return Math.max(0, Math.min(place, count));
  }

  private static List<DirectArray> memory(ParameterUpdate update, List<INDArray> remembered) {
    return remembered.stream().map(array -> DirectArray.writer(update.name(), array)).toList();
  }

  private static void inThreads(int length, Blocks blocks) {
    int count = (length + BLOCK - 1) / BLOCK;
    int parts = count < FEWEST_BLOCKS ? 1 : ParallelLoop.threads();
    ParallelLoop.run(parts, part -> blocks.apply(bound(count, part, parts), Math.min(length, bound(count, part + 1, parts))));
  }

  private static int bound(int blocks, int part, int parts) {
    return (int) ((long) blocks * part / parts * BLOCK);
  }
}
