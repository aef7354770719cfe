package org.automtl4j.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.compile.Compiler;
import org.automtl4j.plan.internal.ir.Instruction;
import org.automtl4j.plan.internal.rule.Rules;
import org.automtl4j.plan.internal.run.Program;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes outputs of a SameDiff graph, with as little memory as it can: results that nobody reads any more are overwritten. Variables of the graph are read
 * from their own arrays in every run, unless they are said to be frozen. A plan belongs to the thread that built it, until another one adopts it.
 */
public final class InferencePlan implements AutoCloseable {
  private final Program program;

  private InferencePlan(Program program) {
    this.program = program;
  }

  /**
   * @param graph the graph; it is only read
   * @return a builder
   */
  public static Builder builder(SameDiff graph) {
    return new Builder(graph);
  }

  /**
   * @param placeholder a placeholder's name
   * @return the plan's own array for it, whose numbers may be set one by one before {@link #run}. Whole arrays go through {@link #assign}: ND4J's own assignment
   *     does not compare shapes
   */
  public INDArray input(String placeholder) {
    return program.input(placeholder);
  }

  /**
   * Copies numbers into the plan's array for a placeholder.
   *
   * @param placeholder a placeholder's name
   * @param numbers of the placeholder's shape; converted if their type differs
   * @throws IllegalArgumentException for another shape, or if there is no such placeholder
   * @throws IllegalStateException if the plan is closed, or belongs to another thread
   */
  public void assign(String placeholder, INDArray numbers) {
    program.assign(placeholder, numbers);
  }

  /** Computes the outputs. */
  public void run() {
    program.check();
    program.forward();
  }

  /** @return the names of the placeholders that the plan reads */
  public Set<String> inputs() {
    return program.inputNames();
  }

  /**
   * @param variable one of the outputs
   * @return its value in the last run; the plan's own memory, valid until the next run, only to be read
   */
  public INDArray value(String variable) {
    return program.value(variable);
  }

  /** Makes the calling thread the plan's owner; the caller, such as a pool of plans, sees to it that no other thread is using it. */
  public void adopt() {
    program.adopt();
  }

  /** @return the bytes of all arrays that the plan itself holds, shared memory included */
  public long bytes() {
    return program.bytes();
  }

  /** @return the number of native calls in one run */
  public int calls() {
    return program.size();
  }

  /** @return what each call of a run does, in order: operation, arguments and shapes. Calls of equal text take the same time */
  public List<String> steps() {
    return program.schedule().instructions().stream().map(Instruction::work).toList();
  }

  /**
   * Runs the plan several times and looks at the clock between any two calls, which takes little time itself.
   *
   * @param runs how often, at least 1
   * @return by call, the least time that it took, in seconds
   * @throws IllegalArgumentException for a number of runs below 1
   */
  public List<Double> stepSeconds(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs: found " + runs + ", allowed: at least 1");
    }
    program.check();
    long[] least = new long[program.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int run = 0; run < runs; run++) {
      program.time(least);
    }
    return Arrays.stream(least).mapToObj(nanoseconds -> nanoseconds * 1e-9).toList();
  }

  /** @return what one run has to do */
  public Work work() {
    return new Work(program.multiplyAdds(), program.movedBytes());
  }

  @Override
  public void close() {
    program.close();
  }

  /** Says what a plan is to compute. Outputs are required. */
  public static final class Builder {
    private final SameDiff graph;
    private final Map<String, long[]> inputs = new LinkedHashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private boolean lowering = true;
    private boolean frozen;
    private Optional<PlanMemory> memory = Optional.empty();

    private Builder(SameDiff graph) {
      this.graph = graph;
    }

    /**
     * @param placeholder a placeholder's name
     * @param shape the shape of what will be assigned to it; needed where the graph leaves a size open
     * @return this builder
     */
    public Builder input(String placeholder, long... shape) {
      inputs.put(placeholder, shape.clone());
      return this;
    }

    /**
     * @param variables names of the variables that are wanted
     * @return this builder
     */
    public Builder outputs(Collection<String> variables) {
      outputs.addAll(variables);
      return this;
    }

    /**
     * @param never whether the variables keep their present values as long as the plan lives: then what depends on them alone is computed once, and kept
     * @return this builder
     */
    public Builder frozen(boolean never) {
      frozen = never;
      return this;
    }

    /**
     * @param shared memory that other plans of this thread use too; without it the plan has memory of its own
     * @return this builder
     */
    public Builder memory(PlanMemory shared) {
      memory = Optional.of(shared);
      return this;
    }

    /**
     * @param allowed whether operations may be computed in faster ways that round otherwise than ND4J's own operations do; they may unless this says no
     * @return this builder
     */
    public Builder lowering(boolean allowed) {
      lowering = allowed;
      return this;
    }

    /**
     * @return the plan
     * @throws IllegalArgumentException if the graph lacks a variable or a placeholder's shape is unknown
     */
    public InferencePlan build() {
      Compiler compiler = new Compiler(graph, Rules.all(), lowering, frozen);
      inputs.forEach(compiler::shape);
      memory.ifPresent(shared -> compiler.memory(shared.blocks()));
      return new InferencePlan(compiler.inference(outputs));
    }
  }
}
