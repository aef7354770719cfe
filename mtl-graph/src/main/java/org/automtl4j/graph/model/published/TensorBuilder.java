package org.automtl4j.graph.model.published;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.core.npy.NumberType;

/** Checks what a pickle says about a tensor before anything is allocated for it. */
final class TensorBuilder {
  private static final int MAX_RANK = 32;
  /** Views that repeat numbers (expanded ones) may be larger than their storage, up to this many numbers. */
  private static final long MAX_REPEATED = 1 << 20;

  private TensorBuilder() {}

  /** The seventh argument of {@code _rebuild_tensor_v3}. */
  static Optional<NumberType> typeArgument(List<?> arguments) {
    Optional<NumberType> type = Global.argument(arguments, 6, Global.class).type();
    if (type.isEmpty()) {
      throw new PickleException("holds a tensor of a type that is not known");
    }
    return type;
  }

  /** @param arguments storage, offset, sizes, strides, and what does not matter here */
  static TorchTensor build(List<?> arguments, Optional<NumberType> givenType) {
    Storage storage = Global.argument(arguments, 0, Storage.class);
    NumberType type = givenType.orElse(storage.type());
    long available = storage.bytes() / type.bytes();
    long offset = Global.argument(arguments, 1, Long.class);
    long[] shape = numbers(Global.argument(arguments, 2, PythonList.class));
    long[] strides = numbers(Global.argument(arguments, 3, PythonList.class));
    String what = "holds a tensor of shape " + Arrays.toString(shape) + ", strides " + Arrays.toString(strides) + ", offset " + offset;
    if (shape.length != strides.length || offset < 0) {
      throw new PickleException(what + ", which do not fit each other");
    }
    try {
      long elements = 1;
      long last = offset;
      boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
      for (int dimension = 0; dimension < shape.length && !empty; dimension++) {
        elements = Math.multiplyExact(elements, shape[dimension]);
        last = Math.addExact(last, Math.multiplyExact(shape[dimension] - 1, strides[dimension]));
      }
      if (!empty && last >= available) {
        throw new PickleException(what + ", which looks beyond its storage of " + available + " numbers");
      }
      if (!empty && elements > Math.max(available, MAX_REPEATED)) {
        throw new PickleException(what + ", which repeats the " + available + " numbers of its storage too often");
      }
    } catch (ArithmeticException e) {
      throw new PickleException(what + ", which is larger than any computer");
    }
    return new TorchTensor(storage, type, offset, shape, strides);
  }

  private static long[] numbers(PythonList list) {
    if (list.size() > MAX_RANK) {
      throw new PickleException("holds a tensor of " + list.size() + " dimensions, more than " + MAX_RANK);
    }
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Long number) || number < 0) {
        throw new PickleException("holds a tensor whose sizes or strides are not all numbers from 0 on");
      }
      numbers[i] = number;
    }
    return numbers;
  }
}
