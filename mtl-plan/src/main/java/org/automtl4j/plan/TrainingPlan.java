package org.automtl4j.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.compile.Compiler;
import org.automtl4j.plan.internal.rule.Rules;
import org.automtl4j.plan.internal.run.DropoutMasks;
import org.automtl4j.plan.internal.run.Program;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes a loss of a SameDiff graph and its gradients. One step is: {@link #assign} the inputs, {@link #forward}, {@link #backward}, read {@link #gradient}
 * and {@link #value}.
 *
 * <pre>{@code
 * try (TrainingPlan plan = TrainingPlan.builder(graph).input("input", 16, 3, 48, 48).loss("loss").gradientsOf(List.of("weights")).build()) {
 *   plan.assign("input", images);                // [16, 3, 48, 48]
 *   plan.forward();
 *   plan.backward();
 *   weights.subi(plan.gradient("weights").muli(0.01));
 * }
 * }</pre>
 *
 * <p>Variables of the graph are read from their own arrays in every forward pass: change them in place, and do not replace them while the plan lives. The plan
 * never writes into them. Constants are taken to be constant. All memory is taken when the plan is built, and a step takes none. A plan belongs to the thread
 * that built it.
 */
public final class TrainingPlan implements AutoCloseable {
  private final Program program;
  private final String loss;
  private final DropoutMasks dropout;
  private final boolean repeatable;
  private boolean backwardIsNext;

  private TrainingPlan(Program program, String loss, DropoutMasks dropout, boolean repeatable) {
    this.program = program;
    this.loss = loss;
    this.dropout = dropout;
    this.repeatable = repeatable;
    program.draws(dropout::draw);
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
   * @return the plan's own array for it, whose numbers may be set one by one before {@link #forward}, and are to be left alone until {@link #backward} is done.
   *     Whole arrays go through {@link #assign}: ND4J's own assignment does not compare shapes
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

  /** @return the names of the placeholders that the plan reads, dropout masks among them, which it fills itself */
  public Set<String> inputs() {
    return program.inputNames();
  }

  /** Draws new dropout masks, then computes the loss and the variables that are kept. */
  public void forward() {
    program.check();
    dropout.next();
    program.forward();
    backwardIsNext = true;
  }

  /**
   * Computes the gradients of the loss at the point of the last forward pass.
   *
   * @throws IllegalStateException if there was no forward pass since the last backward pass, whose memory it shares; or if gradients are handed out and so
   *     need a consumer
   */
  public void backward() {
    if (!program.handedOut().isEmpty()) {
      throw new IllegalStateException("the plan hands out gradients: give backward() a consumer for those of " + program.handedOut());
    }
    backward((variable, gradient, first) -> {});
  }

  /**
   * Computes the gradients of the loss at the point of the last forward pass, and gives away those that {@link Builder#handsOut} named, one after the other. By
   * then nothing in this step reads the variable any more, so the consumer may change it, but no other one. If the consumer throws an exception, the pass ends
   * there with it.
   *
   * @param consumer takes them; of a plan whose backward pass is {@link Builder#repeatable} it must not change a variable before the last pass
   * @throws IllegalStateException if there was no forward pass since the last backward pass, whose memory it shares unless it is repeatable
   */
  public void backward(GradientConsumer consumer) {
    program.check();
    if (!backwardIsNext) {
      throw new IllegalStateException("backward() needs a forward() before each call");
    }
    backwardIsNext = repeatable;
    program.backward(consumer);
  }

  /** @return the loss of the last forward pass */
  public double loss() {
    return program.value(loss).getDouble(0);
  }

  /**
   * @param variable the loss or a variable that the builder was told to keep
   * @return its value in the last forward pass; the plan's own memory, valid until the next step, only to be read
   */
  public INDArray value(String variable) {
    return program.value(variable);
  }

  /** @return the names of those variables of {@code gradientsOf} and {@code handsOut} on which the loss depends; the others have no gradient */
  public Set<String> gradients() {
    return program.gradientNames();
  }

  /**
   * @param variable one of {@link #gradients} that is not handed out
   * @return d loss / d variable; the plan's own memory, valid until the next step, and free to be changed until then
   */
  public INDArray gradient(String variable) {
    return program.gradient(variable);
  }

  /**
   * The dropout masks of the last forward pass, computed once more: the memory in which they were belongs to other numbers afterwards.
   *
   * @return each mask by its placeholder, in arrays of the caller's
   * @throws IllegalStateException if there was no forward pass
   */
  public Map<String, INDArray> dropoutMasks() {
    program.check();
    if (dropout.counter() == 0) {
      throw new IllegalStateException("dropoutMasks() needs a forward() before it");
    }
    Map<String, INDArray> masks = new LinkedHashMap<>();
    for (String placeholder : dropout.placeholders()) {
      INDArray place = program.input(placeholder);
      INDArray mask = Nd4j.create(place.dataType(), place.shape());
      dropout.draw(placeholder, mask);
      masks.put(placeholder, mask);
    }
    return masks;
  }

  /** @return how many times masks were drawn: the state of the dropout's generator, for checkpoints */
  public long dropoutCounter() {
    return dropout.counter();
  }

  /**
   * @param counter what {@link #dropoutCounter} gave; the masks go on from there
   */
  public void dropoutCounter(long counter) {
    dropout.counter(counter);
  }

  /**
   * Fixes a mask from now on, for tests.
   *
   * @param placeholder the mask's placeholder
   * @param mask its numbers, of the placeholder's shape; 0 or 1 / keep
   * @throws IllegalArgumentException if there is no such mask; a mask of another shape is refused when it is to be written, in {@link #forward}
   */
  public void dropoutMask(String placeholder, INDArray mask) {
    dropout.fix(placeholder, mask);
  }

  /** Makes the calling thread the plan's owner; the caller sees to it that no other thread is using it. */
  public void adopt() {
    program.adopt();
  }

  /** @return the bytes of all arrays that the plan itself holds, shared memory included */
  public long bytes() {
    return program.bytes();
  }

  /** @return the number of native calls in one step */
  public int calls() {
    return program.size();
  }

  /** @return what one step has to do */
  public Work work() {
    return new Work(program.multiplyAdds(), program.movedBytes());
  }

  @Override
  public void close() {
    program.close();
  }

  /** Says what a plan is to compute. The loss is required. */
  public static final class Builder {
    private final SameDiff graph;
    private final Map<String, long[]> inputs = new LinkedHashMap<>();
    private final Map<String, DropoutMasks.Mask> masks = new LinkedHashMap<>();
    private final Map<String, String> likes = new LinkedHashMap<>();
    private final Set<String> gradientsOf = new LinkedHashSet<>();
    private final Set<String> handsOut = new LinkedHashSet<>();
    private final Set<String> keep = new LinkedHashSet<>();
    private String loss = "";
    private long seed;
    private boolean lowering = true;
    private boolean repeatable;
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
     * @param variable the name of the variable with one element whose gradients are computed
     * @return this builder
     */
    public Builder loss(String variable) {
      loss = variable;
      return this;
    }

    /**
     * @param variables names of variables, placeholders or intermediate results with respect to which gradients are wanted
     * @return this builder
     */
    public Builder gradientsOf(Collection<String> variables) {
      gradientsOf.addAll(variables);
      return this;
    }

    /**
     * Gradients that are handed to the consumer of {@link TrainingPlan#backward(GradientConsumer)} as soon as they are complete, and whose memory is used for other
     * numbers then: what an optimiser wants that looks at one parameter at a time. Those that {@link #gradientsOf} names too are kept instead.
     *
     * @param variables names of variables, each of which has its array for itself
     * @return this builder
     */
    public Builder handsOut(Collection<String> variables) {
      handsOut.addAll(variables);
      return this;
    }

    /**
     * @param outputs names of further variables whose values are wanted after the forward pass
     * @return this builder
     */
    public Builder keep(Collection<String> outputs) {
      keep.addAll(outputs);
      return this;
    }

    /**
     * A placeholder with which the graph multiplies something; the plan fills it with 0 or 1 / keep before each forward pass.
     *
     * @param placeholder its name
     * @param probability the probability of keeping an element, in (0, 1]
     * @param shape its shape; none if the graph says it
     * @return this builder
     */
    public Builder dropout(String placeholder, double probability, long... shape) {
      masks.put(placeholder, new DropoutMasks.Mask(placeholder, probability));
      if (shape.length > 0) {
        inputs.put(placeholder, shape.clone());
      }
      return this;
    }

    /**
     * As {@link #dropout}, with the shape of a variable.
     *
     * @param placeholder its name
     * @param probability the probability of keeping an element, in (0, 1]
     * @param variable the variable that is multiplied with it, or another one of the same shape
     * @return this builder
     */
    public Builder dropoutLike(String placeholder, double probability, String variable) {
      likes.put(placeholder, variable);
      return dropout(placeholder, probability);
    }

    /**
     * @param value the seed of the dropout masks
     * @return this builder
     */
    public Builder seed(long value) {
      seed = value;
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
     * Lets the backward pass run several times after one forward pass, over the same activations and masks: for losses whose weights are assigned anew before each.
     * What the backward pass reads of the forward pass is kept to the end, which takes more memory.
     *
     * @return this builder
     */
    public Builder repeatable() {
      repeatable = true;
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
     * @throws IllegalArgumentException if the graph lacks a variable, a placeholder's shape is unknown, an operation has no backward rule, or the loss is not
     *     one number
     */
    public TrainingPlan build() {
      Compiler compiler = new Compiler(graph, Rules.all(), lowering, false);
      inputs.forEach(compiler::shape);
      memory.ifPresent(shared -> compiler.memory(shared.blocks()));
      likes.forEach(compiler::shapeLike);
      if (repeatable) {
        compiler.repeatable();
      }
      compiler.drawn(masks.values());
      Program program = compiler.training(loss, gradientsOf, handsOut, keep);
      List<DropoutMasks.Mask> used = new ArrayList<>(masks.values());
      used.removeIf(m -> !program.inputNames().contains(m.placeholder()));
      return new TrainingPlan(program, loss, new DropoutMasks(used, seed), repeatable);
    }
  }
}
