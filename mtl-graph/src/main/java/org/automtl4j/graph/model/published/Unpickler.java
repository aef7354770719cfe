package org.automtl4j.graph.model.published;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The stack machine of Python's pickles, protocols 2 to 5, without the power to call what it likes. The operations are those of CPython's {@code pickletools};
 * those that torch.save never writes are refused.
 */
final class Unpickler {
  /** More than any model needs; keeps a hostile file from filling the memory with empty dictionaries. */
  private static final int MAX_OBJECTS = 2_000_000;

  private enum Mark { MARK }

  private final PickleInput in;
  private final Function<List<?>, Object> persistent;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private int containers;
  private int entries;

  /** @param persistent makes an object of a persistent id, which is how a pickle refers to a storage */
  Unpickler(PickleInput in, Function<List<?>, Object> persistent) {
    this.in = in;
    this.persistent = persistent;
  }

  /** Runs the program up to its stop operation. */
  Object load() throws IOException {
    while (true) {
      int operation = in.readByte();
      if (operation == '.') {
        return pop();
      }
      execute(operation);
      if (stack.size() > MAX_OBJECTS || memo.size() > MAX_OBJECTS || containers > MAX_OBJECTS || entries > MAX_OBJECTS) {
        throw new PickleException("holds more than " + MAX_OBJECTS + " objects");
      }
    }
  }

  private void execute(int operation) throws IOException {
    switch (operation) {
      case 0x80 -> protocol(in.readByte());
      case 0x95 -> in.readNumber(8);
      case '(' -> push(Mark.MARK);
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(peek());
      case 'N' -> push(None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) (int) in.readNumber(4));
      case 'K' -> push(in.readNumber(1));
      case 'M' -> push(in.readNumber(2));
      case 0x8a -> push(integer(in.readBytes(in.readNumber(1))));
      case 0x8b -> push(integer(in.readBytes(shortEnough(in.readNumber(4)))));
      case 'G' -> push(in.readBigEndianDouble());
      case 'X', 'T' -> push(in.readText(4));
      case 0x8c, 'U' -> push(in.readText(1));
      case 0x8d -> push(in.readText(8));
      case ']', ')' -> pushContainer(new PythonList());
      case '}' -> pushContainer(new PythonDict());
      case 't', 'l' -> pushContainer(new PythonList(popToMark()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case 'd' -> {
        List<Object> given = popToMark();
        pushContainer(new PythonDict());
        putAll(given);
      }
      case 'a' -> appendAll(List.of(pop()));
      case 'e' -> appendAll(popToMark());
      case 's' -> {
        Object value = pop();
        putAll(List.of(pop(), value));
      }
      case 'u' -> putAll(popToMark());
      case 'q' -> memo.put(in.readNumber(1), peek());
      case 'r' -> memo.put(in.readNumber(4), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> push(recall(in.readNumber(1)));
      case 'j' -> push(recall(in.readNumber(4)));
      case 'c' -> {
        String module = in.readLine();
        push(Global.of(module, in.readLine()));
      }
      case 0x93 -> {
        String name = pop(String.class);
        push(Global.of(pop(String.class), name));
      }
      case 'R', 0x81 -> {
        PythonList arguments = pop(PythonList.class);
        Object made = pop(Global.class).call(arguments);
        entries += made instanceof PythonDict dict ? dict.size() : 0; // a copy of what is there once, for a few bytes of the file
        pushContainer(made);
      }
      case 'b' -> {
        // The attributes of an OrderedDict, such as the _metadata of a state_dict, and of a NumPy type: nothing that we need.
        Object attributes = pop();
        boolean fits = attributes instanceof PythonDict && peek() instanceof PythonDict || attributes instanceof PythonList && peek() instanceof NumPyScalar.Type;
        if (!fits) {
          throw new PickleException("sets attributes of " + describe(peek()));
        }
      }
      case 'Q' -> push(persistent.apply(pop(PythonList.class)));
      default -> throw new PickleException("uses the pickle operation 0x" + Integer.toHexString(operation) + ", which torch.save does not write");
    }
  }

  private static void protocol(int version) {
    if (version < 2 || version > 5) {
      throw new PickleException("is of pickle protocol " + version + "; protocols 2 to 5 can be read");
    }
  }

  private static long shortEnough(long bytes) {
    if (bytes > 1024) {
      throw new PickleException("holds a whole number of " + bytes + " bytes");
    }
    return bytes;
  }

  private static Object integer(byte[] littleEndian) {
    byte[] bigEndian = new byte[Math.max(1, littleEndian.length)];
    for (int i = 0; i < littleEndian.length; i++) {
      bigEndian[littleEndian.length - 1 - i] = littleEndian[i];
    }
    BigInteger value = new BigInteger(bigEndian);
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private void pushContainer(Object value) {
    containers++;
    stack.add(value);
  }

  private Object peek() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == Mark.MARK) {
      throw new PickleException("is damaged: an operation finds nothing to work on");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object value = peek();
    stack.remove(stack.size() - 1);
    return value;
  }

  private <T> T pop(Class<T> kind) {
    Object value = pop();
    if (!kind.isInstance(value)) {
      throw new PickleException("is damaged: an operation finds " + describe(value));
    }
    return kind.cast(value);
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(Mark.MARK);
    if (mark < 0) {
      throw new PickleException("is damaged: the mark of a list is missing");
    }
    List<Object> top = stack.subList(mark, stack.size());
    List<Object> values = new ArrayList<>(top.subList(1, top.size()));
    top.clear();
    return values;
  }

  private void tuple(int size) {
    Object[] values = new Object[size];
    for (int i = size - 1; i >= 0; i--) {
      values[i] = pop();
    }
    pushContainer(new PythonList(List.of(values)));
  }

  private void appendAll(List<Object> values) {
    if (!(peek() instanceof PythonList list)) {
      throw new PickleException("is damaged: appends to " + describe(peek()));
    }
    entries += values.size();
    values.forEach(list::append);
  }

  private void putAll(List<Object> given) {
    if (!(peek() instanceof PythonDict dict) || given.size() % 2 != 0) {
      throw new PickleException("is damaged: puts " + given.size() + " keys and values into " + describe(peek()));
    }
    entries += given.size() / 2;
    for (int i = 0; i < given.size(); i += 2) {
      dict.enter(given.get(i), given.get(i + 1));
    }
  }

  private Object recall(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw new PickleException("is damaged: object " + index + " is used before it is made");
    }
    return value;
  }

  /** A kind of object in the words of a user. */
  static String describe(Object value) {
    if (value instanceof String text) {
      return "the text \"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + '"';
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof TorchTensor || value instanceof PythonList || value instanceof PythonDict) {
      return value.toString();
    }
    return value == None.NONE ? "None" : "something else";
  }
}
