package org.automtl4j.plan.internal.run;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.ir.Handover;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.Fill;
import org.automtl4j.plan.internal.memory.Blocks;
import org.automtl4j.plan.internal.memory.Schedule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The calls of a plan with their memory. One thread at a time may run it, the one that owns it. */
public final class Program implements AutoCloseable {
  private static final String NO_PLACEHOLDER = "no placeholder of the plan is called";

  private final Schedule schedule;
  private final Blocks blocks;
  private final List<INDArray> own;
  private final Map<String, Value> inputs;
  private final Map<String, Value> results;
  private final Map<String, Value> gradients;
  private final long multiplyAdds;
  private final Map<Integer, List<Value>> drawnBefore = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private BiConsumer<String, INDArray> draw = (placeholder, array) -> {};
  private Thread owner = Thread.currentThread();
  private int generation = -1;
  private boolean closed;

  /**
   * @param schedule the instructions
   * @param blocks the memory of computed arrays
   * @param constants arrays that the program owns
   * @param inputs the placeholders by name, which get memory of their own unless the schedule gives them some
   * @param results what is there at the end of a step, by name
   * @param gradients the gradients by the variable's name: those that the schedule does not hand out are there at the end of a step
   * @param multiplyAdds what the step asks for
   */
  public Program(
      Schedule schedule, Blocks blocks, List<INDArray> constants, Map<String, Value> inputs, Map<String, Value> results, Map<String, Value> gradients,
      long multiplyAdds) {
    this.schedule = schedule;
    this.blocks = blocks;
    this.own = new ArrayList<>(constants);
    this.inputs = inputs;
    this.results = results;
    this.gradients = gradients;
    this.multiplyAdds = multiplyAdds;
    for (Value input : inputs.values()) {
      if (schedule.memory().holds(input)) {
        drawnBefore.computeIfAbsent(schedule.firstReader(input), k -> new ArrayList<>()).add(input);
        continue;
      }
      INDArray array = input.rank() == 0 ? Nd4j.scalar(input.type(), 0) : Nd4j.create(input.type(), input.shape());
      input.hold(array);
      own.add(array);
    }
    blocks.register(schedule.memory().sizes());
  }

  /** Takes the memory, if that has not happened yet, and follows it where it has moved. */
  public void prepare() {
    blocks.prepare();
    if (generation != blocks.generation()) {
      generation = blocks.generation();
      calls.forEach(Call::close);
      calls.clear();
      bind();
    }
  }

  private void bind() {
    schedule.memory().give(blocks.current(), blocks.views());
    Stream.of(results, gradients).flatMap(m -> m.values().stream()).forEach(Value::look);
    schedule.instructions().forEach(i -> Stream.of(i.inputs(), i.outputs()).flatMap(List::stream).forEach(Value::look));
    for (Instruction instruction : schedule.instructions()) {
      calls.add(instruction.kernel().bind(arrays(instruction.inputs()), arrays(instruction.outputs())));
    }
  }

  private static INDArray[] arrays(List<Value> values) {
    return values.stream().map(Value::array).toArray(INDArray[]::new);
  }

  /**
   * Says how inputs are filled that have no memory of their own. Each is filled right before it is read for the first time.
   *
   * @param drawing is given a placeholder's name and its array
   */
  public void draws(BiConsumer<String, INDArray> drawing) {
    draw = drawing;
  }

  /** Runs the forward calls. */
  public void forward() {
    run(0, schedule.forward());
  }

  /**
   * Runs the backward calls.
   *
   * @param consumer is given each gradient that the schedule hands out
   */
  public void backward(GradientConsumer consumer) {
    int at = schedule.forward();
    for (Handover handover : schedule.handovers()) {
      run(at, handover.before());
      at = handover.before();
      consumer.accept(handover.variable(), handover.gradient().array(), handover.first());
    }
    run(at, calls.size());
  }

  /** @return the names of the variables whose gradients are handed out in the backward pass */
  public Set<String> handedOut() {
    return schedule.handovers().stream().map(Handover::variable).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Runs some calls. Some of them know no more of their arrays than where these lie in memory, which the program keeps for them as long as it can be reached.
   */
  public void run(int from, int to) {
    for (int k = from; k < to; k++) {
      drawnBefore.getOrDefault(k, List.of()).forEach(input -> draw.accept(input.name(), input.array()));
      try {
        calls.get(k).run();
      } catch (RuntimeException e) {
        throw new IllegalStateException("the native library failed in " + schedule.instructions().get(k) + ": " + e.getMessage(), e);
      }
    }
    Reference.reachabilityFence(this);
  }

  /**
   * Runs the forward calls once, with a look at the clock between any two.
   *
   * @param least by call, the least time so far, in nanoseconds; what takes less is noted there
   */
  public void time(long[] least) {
    for (int k = 0; k < schedule.forward(); k++) {
      long start = System.nanoTime();
      run(k, k + 1);
      least[k] = Math.min(least[k], System.nanoTime() - start);
    }
  }

  /**
   * @param placeholder a placeholder's name
   * @return its array
   */
  public INDArray input(String placeholder) {
    Value input = find(inputs, placeholder, NO_PLACEHOLDER);
    if (schedule.memory().holds(input)) {
      prepare();
    }
    return input.array();
  }

  /**
   * Copies numbers into a placeholder's array. ND4J's own assignment does not compare shapes: it would leave a part as it was, or write beyond the end.
   *
   * @param placeholder a placeholder's name
   * @param numbers of the placeholder's shape; converted if their type differs
   * @throws IllegalArgumentException for another shape, or if there is no such placeholder
   * @throws IllegalStateException if the program is closed, or belongs to another thread
   */
  public void assign(String placeholder, INDArray numbers) {
    checkUse();
    Fill.assign(placeholder, input(placeholder), numbers);
  }

  /** @return the names of the placeholders */
  public Set<String> inputNames() {
    return Collections.unmodifiableSet(inputs.keySet());
  }

  /**
   * @param variable a variable's name
   * @return its array
   */
  public INDArray value(String variable) {
    Value value = find(results, variable, "the plan does not keep a variable called");
    prepare();
    return value.array();
  }

  /**
   * @param variable a variable's name
   * @return the gradient with respect to it
   */
  public INDArray gradient(String variable) {
    Value gradient = find(gradients, variable, "the plan computes no gradient for a variable called");
    if (handedOut().contains(variable)) {
      throw new IllegalArgumentException("the gradient of '" + variable + "' is handed to the consumer of backward() and kept no longer");
    }
    prepare();
    return gradient.array();
  }

  /** @return the names of the variables for which there are gradients */
  public Set<String> gradientNames() {
    return Collections.unmodifiableSet(gradients.keySet());
  }

  private static Value find(Map<String, Value> among, String name, String complaint) {
    Value found = among.get(name);
    if (found == null) {
      throw new IllegalArgumentException(complaint + " '" + name + "'; there are " + among.keySet());
    }
    return found;
  }

  /** Refuses a closed program and another thread than the owner, and takes the memory at the first time. */
  public void check() {
    checkUse();
    prepare();
  }

  private void checkUse() {
    if (closed) {
      throw new IllegalStateException("the plan is closed");
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("the plan belongs to the thread '" + owner.getName() + "' and was used by '" + Thread.currentThread().getName()
          + "'; build one plan per thread, or hand it over with adopt()");
    }
  }

  /** Makes the calling thread the owner. */
  public void adopt() {
    owner = Thread.currentThread();
  }

  /** @return the bytes of all arrays that the plan itself holds or shares */
  public long bytes() {
    long computed = schedule.memory().sizes().entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().width()).sum();
    return computed + own.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  /** What a step does, in order. */
  public Schedule schedule() {
    return schedule;
  }

  /** @return the number of native calls of a step */
  public int size() {
    return schedule.instructions().size();
  }

  /** @return multiplications with an addition in convolutions and products of matrices of a step, by their mathematics */
  public long multiplyAdds() {
    return multiplyAdds;
  }

  /** @return what the calls of a step read and write, each array once for each call */
  public long movedBytes() {
    return schedule.instructions().stream().flatMap(i -> Stream.of(i.inputs(), i.outputs())).flatMap(List::stream)
        .mapToLong(v -> v.length() * v.type().width()).sum();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      calls.forEach(Call::close);
      own.forEach(INDArray::close);
      blocks.release();
    }
  }
}
