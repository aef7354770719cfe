package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The calls of a plan with their memory. One thread at a time may run it, the one that owns it. */
public final class Program implements AutoCloseable {
  private final List<Call> calls;
  private final List<Instruction> instructions;
  private final int forwardCalls;
  private final List<INDArray> memory;
  private final Map<String, Value> inputs;
  private final Map<String, Value> results;
  private final Map<String, Value> gradients;
  private Thread owner = Thread.currentThread();
  private boolean closed;

  private Program(List<Instruction> instructions, List<Call> calls, int forwardCalls, List<INDArray> memory, Map<String, Value> inputs, Map<String,
      Value> results,
      Map<String, Value> gradients) {
    this.instructions = instructions;
    this.calls = calls;
    this.forwardCalls = forwardCalls;
    this.memory = memory;
    this.inputs = inputs;
    this.results = results;
    this.gradients = gradients;
  }

  /**
   * @param forwardEnd how many of the tape's instructions belong to the forward pass
   * @param inputs the placeholders by name, which get memory of their own
   * @param results what must be there at the end of a step, by name
   * @param gradients gradients that must be there at the end of a step, by the variable's name
   */
  static Program of(Tape tape, int forwardEnd, Map<String, Value> inputs, Map<String, Value> results, Map<String, Value> gradients) {
    Set<Value> pinned = Collections.newSetFromMap(new IdentityHashMap<>());
    results.values().forEach(v -> pinned.add(v.base()));
    gradients.values().forEach(v -> pinned.add(v.base()));
    List<Instruction> all = tape.instructions();
    boolean[] useful = useful(all, pinned);
    List<Instruction> kept = new ArrayList<>();
    int forward = 0;
    for (int k = 0; k < all.size(); k++) {
      if (useful[k]) {
        kept.add(all.get(k));
        forward += k < forwardEnd ? 1 : 0;
      }
    }
    List<INDArray> memory = new ArrayList<>(tape.owned());
    for (Value input : inputs.values()) {
      INDArray array = input.rank() == 0 ? Nd4j.scalar(input.type(), 0) : Nd4j.create(input.type(), input.shape());
      input.hold(array);
      memory.add(array);
    }
    memory.addAll(MemoryPlanner.place(kept, pinned));
    List<Call> calls = new ArrayList<>();
    for (Instruction instruction : kept) {
      calls.add(instruction.kernel().bind(arrays(instruction.inputs()), arrays(instruction.outputs())));
    }
    return new Program(kept, calls, forward, memory, inputs, results, gradients);
  }

  private static INDArray[] arrays(List<Value> values) {
    return values.stream().map(Value::array).toArray(INDArray[]::new);
  }

  private static boolean[] useful(List<Instruction> instructions, Set<Value> pinned) {
    Set<Value> read = Collections.newSetFromMap(new IdentityHashMap<>());
    read.addAll(pinned);
    boolean[] useful = new boolean[instructions.size()];
    for (int k = useful.length - 1; k >= 0; k--) {
      useful[k] = instructions.get(k).outputs().stream().anyMatch(v -> read.contains(v.base()));
      if (useful[k]) {
        instructions.get(k).inputs().forEach(v -> read.add(v.base()));
      }
    }
    return useful;
  }

  /** Runs the forward calls. */
  public void forward() {
    run(0, forwardCalls);
  }

  /** Runs the backward calls. */
  public void backward() {
    run(forwardCalls, calls.size());
  }

  private void run(int from, int to) {
    for (int k = from; k < to; k++) {
      try {
        calls.get(k).run();
      } catch (RuntimeException e) {
        throw new IllegalStateException("the native library failed in " + instructions.get(k) + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * @param placeholder a placeholder's name
   * @return its array
   */
  public INDArray input(String placeholder) {
    return find(inputs, placeholder, "no placeholder of the plan is called");
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
    return find(results, variable, "the plan does not keep a variable called");
  }

  /**
   * @param variable a variable's name
   * @return the gradient with respect to it
   */
  public INDArray gradient(String variable) {
    return find(gradients, variable, "the plan computes no gradient for a variable called");
  }

  /** @return the names of the variables for which there are gradients */
  public Set<String> gradientNames() {
    return Collections.unmodifiableSet(gradients.keySet());
  }

  private INDArray find(Map<String, Value> among, String name, String complaint) {
    Value found = among.get(name);
    if (found == null) {
      throw new IllegalArgumentException(complaint + " '" + name + "'; there are " + among.keySet());
    }
    return found.array();
  }

  /** Refuses a closed program and another thread than the owner. */
  public void check() {
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

  /** @return the bytes of all arrays that the plan itself holds */
  public long bytes() {
    return memory.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  /** @return the number of native calls of a step */
  public int size() {
    return calls.size();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      calls.forEach(Call::close);
      memory.forEach(INDArray::close);
    }
  }
}
