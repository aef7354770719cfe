package org.automtl4j.plan.internal.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.CustomKernel;
import org.automtl4j.plan.internal.kernel.LegacyKernel;
import org.automtl4j.plan.internal.kernel.Signatures;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The list of calls as it is written, in the order in which they will run. Whatever depends on constants alone is computed at once and becomes a constant. A
 * call whose results nobody uses is left out in the end, so a rule may write more than is needed.
 */
public final class Tape {
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Object, Value> memo = new HashMap<>();
  private final List<INDArray> owned = new ArrayList<>();
  private final Signatures signatures = new Signatures();
  private final Map<Value, Node> readOnce = new IdentityHashMap<>();
  private final Map<Value, Node> givers = new IdentityHashMap<>();
  private final Map<Value, Instruction> producers = new IdentityHashMap<>();
  private final Map<Value, Value[]> moments = new IdentityHashMap<>();
  private final Map<String, Double> drawn = new HashMap<>();
  private final boolean lowering;
  private final Arithmetic arithmetic = new Arithmetic(this);
  private final Images images = new Images(this);
  private String origin = "the plan";
  private List<String> names = List.of("");

  Tape(boolean lowering) {
    this.lowering = lowering;
  }

  /** @return whether rules may compute in a faster way that gives other last bits than the operation itself */
  public boolean lowering() {
    return lowering;
  }

  /** @return sums, products and the like on this tape */
  public Arithmetic math() {
    return arithmetic;
  }

  /** @return rearrangements and products of images on this tape */
  public Images images() {
    return images;
  }

  /** Notes which operation gives an array. */
  void gives(Node node) {
    givers.put(node.output(), node);
  }

  /**
   * @param value an array of the graph
   * @return the operation that gives it, however many read it; a rule that looks through operations must leave their own results right for other readers
   */
  public Optional<Node> giver(Value value) {
    return Optional.ofNullable(givers.get(value));
  }

  /** Notes that what an operation gives is read by one operation only, which may therefore take its place. */
  void readOnce(Node node) {
    readOnce.put(node.output(), node);
  }

  /**
   * @param value an array of the graph
   * @return the operation that gives it, if exactly one operation reads it and nobody else wants it
   */
  public Optional<Node> onlyFor(Value value) {
    return Optional.ofNullable(readOnce.get(value));
  }

  /** The call that gives an array of the graph, if exactly one operation reads the array and nobody else wants it. */
  Optional<Instruction> absorbable(Value value) {
    return readOnce.containsKey(value) ? Optional.ofNullable(producers.get(value.base())) : Optional.empty();
  }

  /**
   * Notes that two arrays are mean and variance of each channel of images.
   *
   * @param mean the means
   * @param variance the variances
   * @param images the images
   */
  public void moments(Value mean, Value variance, Value images) {
    moments.put(mean, new Value[] {variance, images});
  }

  /**
   * @param mean an array
   * @param variance another one
   * @param images images
   * @return whether these are the mean and the variance of each channel of these images
   */
  public boolean areMoments(Value mean, Value variance, Value images) {
    Value[] found = moments.get(mean);
    return found != null && found[0] == variance && found[1] == images;
  }

  /** Notes that a placeholder is a dropout mask, of zeros and this number. */
  void drawn(String placeholder, double kept) {
    drawn.put(placeholder, kept);
  }

  /**
   * @param value an array
   * @return what elements of a dropout mask are where they are not 0; empty if the array is something else
   */
  public OptionalDouble dropout(Value value) {
    Double kept = value.kind() == Value.Kind.INPUT ? drawn.get(value.name()) : null;
    return kept == null ? OptionalDouble.empty() : OptionalDouble.of(kept);
  }

  void at(Node node) {
    origin = node.where();
    names = node.outputNames();
  }

  void at(String place) {
    origin = place;
    names = List.of(place);
  }

  /**
   * A custom operation.
   *
   * @param op ND4J's name
   * @param arguments its arguments
   * @param inputs what it reads
   * @return what it gives
   */
  public List<Value> custom(String op, Arguments arguments, Value... inputs) {
    return custom(op, arguments, true, inputs);
  }

  /**
   * A custom operation.
   *
   * @param op ND4J's name
   * @param arguments its arguments
   * @param helpers whether a helper library (oneDNN) may do it
   * @param inputs what it reads
   * @return what it gives
   */
  public List<Value> custom(String op, Arguments arguments, boolean helpers, Value... inputs) {
    CustomKernel kernel = new CustomKernel(op, arguments, helpers);
    List<Value> outputs;
    try {
      outputs = signatures.of(kernel, List.of(inputs), names);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("ND4J finds no shape for " + origin + " with the inputs " + List.of(inputs) + " and the arguments " + arguments + ": "
          + e.getMessage(), e);
    }
    return emit(kernel, outputs, inputs);
  }

  /**
   * A legacy operation.
   *
   * @param op the operation, with its scalar or dimensions set; the tape owns it from now on
   * @param inputs what it reads
   * @return what it gives
   */
  public Value legacy(Op op, Value... inputs) {
    return legacy(new LegacyKernel(op), inputs);
  }

  Value legacy(LegacyKernel kernel, Value... inputs) {
    return emit(kernel, List.of(Signatures.of(kernel, List.of(inputs), names.get(0))), inputs).get(0);
  }

  /**
   * Any call.
   *
   * @param kernel what it computes
   * @param outputs what it gives, from {@link #fresh}
   * @param inputs what it reads
   * @return the outputs, or constants in their place
   */
  public List<Value> emit(Kernel kernel, List<Value> outputs, Value... inputs) {
    Instruction instruction = new Instruction(kernel, List.of(inputs), outputs, origin);
    if (instruction.inputs().stream().allMatch(Value::isConstant)) {
      return computeNow(instruction);
    }
    instructions.add(instruction);
    outputs.forEach(output -> producers.put(output, instruction));
    return outputs;
  }

  /** A call that must run in every step although its inputs may be constant. */
  void append(Kernel kernel, List<Value> outputs, Value... inputs) {
    instructions.add(new Instruction(kernel, List.of(inputs), outputs, origin));
  }

  /**
   * @param type a data type
   * @param shape a shape
   * @return an array that a call is going to write
   */
  public Value fresh(DataType type, long... shape) {
    return Value.of(names.get(0), Value.Kind.COMPUTED, type, shape);
  }

  /**
   * @param array numbers that nobody will change
   * @return the constant
   */
  public Value constant(INDArray array) {
    return Value.held(origin, Value.Kind.CONSTANT, array);
  }

  /**
   * @param type a data type
   * @param number the number in all places
   * @param shape the shape
   * @return the constant, the same one each time
   */
  public Value filled(DataType type, double number, long... shape) {
    return memo(List.of("filled", type, number, Arrays.toString(shape)), () -> {
      INDArray array = Nd4j.createUninitialized(type, shape);
      owned.add(array);
      return constant(array.assign(number));
    });
  }

  /**
   * @param type a data type
   * @param numbers the numbers
   * @param shape the shape
   * @return the constant
   */
  public Value numbers(DataType type, double[] numbers, long... shape) {
    INDArray array = Nd4j.createFromArray(numbers).castTo(type).reshape(shape);
    owned.add(array);
    return constant(array);
  }

  /**
   * @param numbers whole numbers
   * @return the constant vector
   */
  public Value integers(int... numbers) {
    INDArray array = Nd4j.createFromArray(numbers);
    owned.add(array);
    return constant(array);
  }

  /**
   * Something that several rules may want once.
   *
   * @param key what it is
   * @param maker writes it
   * @return the value, written at the first call
   */
  public Value memo(Object key, Supplier<Value> maker) {
    Value found = memo.get(key);
    if (found == null) {
      found = maker.get();
      memo.put(key, found);
    }
    return found;
  }

  private List<Value> computeNow(Instruction instruction) {
    INDArray[] inputs = instruction.inputs().stream().map(Value::array).toArray(INDArray[]::new);
    List<Value> constants = new ArrayList<>();
    for (Value output : instruction.outputs()) {
      INDArray array = output.rank() == 0 ? Nd4j.scalar(output.type(), 0) : Nd4j.create(output.type(), output.shape());
      owned.add(array);
      constants.add(Value.held(output.name(), Value.Kind.CONSTANT, array));
    }
    try (Call call = instruction.kernel().bind(inputs, constants.stream().map(Value::array).toArray(INDArray[]::new))) {
      call.run();
    }
    return constants;
  }

  /** The shape of what a custom operation of the graph gives. */
  long[] outputShape(Node node) {
    return signatures.of(new CustomKernel(node.op(), node.arguments(), true), node.inputs(), node.outputNames()).get(0).shape();
  }

  int position() {
    return instructions.size();
  }

  public List<Instruction> instructions() {
    return instructions;
  }

  List<INDArray> owned() {
    return owned;
  }
}
