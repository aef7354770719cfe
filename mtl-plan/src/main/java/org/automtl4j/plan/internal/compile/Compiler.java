package org.automtl4j.plan.internal.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.LegacyKernel;
import org.automtl4j.plan.internal.memory.Blocks;
import org.automtl4j.plan.internal.memory.Schedule;
import org.automtl4j.plan.internal.run.BackendProbe;
import org.automtl4j.plan.internal.run.DropoutMasks;
import org.automtl4j.plan.internal.run.Program;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;

/** From a SameDiff graph to a program: reads the graph, writes the forward calls, and the backward calls in reverse order of the operations. */
public final class Compiler {
  private final SameDiff sameDiff;
  private final Tape tape;
  private final RuleBook rules;
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, String> likes = new HashMap<>();
  private final GraphReader reader;
  private boolean repeatable;
  private Optional<Blocks> blocks = Optional.empty();
  private Optional<Gradients> differentiated = Optional.empty();

  /**
   * @param sameDiff the graph; it is only read
   * @param rules how operations are computed and differentiated
   * @param lowering whether operations may be computed in faster ways that give other last bits
   * @param frozen whether the variables keep their present values as long as the program lives
   */
  public Compiler(SameDiff sameDiff, RuleBook rules, boolean lowering, boolean frozen) {
    BackendProbe.current();
    this.sameDiff = sameDiff;
    this.rules = rules;
    this.tape = new Tape(lowering);
    this.reader = new GraphReader(sameDiff, tape, rules, frozen, this::inputShape);
  }

  /**
   * @param placeholder a placeholder's name
   * @param shape its shape
   * @return this compiler
   */
  public Compiler shape(String placeholder, long... shape) {
    shapes.put(placeholder, shape.clone());
    return this;
  }

  /**
   * @param placeholder a placeholder's name
   * @param variable a variable whose shape it has, computed before the placeholder is read
   * @return this compiler
   */
  public Compiler shapeLike(String placeholder, String variable) {
    likes.put(placeholder, variable);
    return this;
  }

  /**
   * @param masks dropout masks that are filled anew before every step, so that they need no memory of their own
   * @return this compiler
   */
  public Compiler drawn(Collection<DropoutMasks.Mask> masks) {
    masks.forEach(mask -> tape.drawn(mask.placeholder(), mask.kept()));
    return this;
  }

  /**
   * Lets the backward pass run several times after one forward pass, which takes more memory.
   *
   * @return this compiler
   */
  public Compiler repeatable() {
    repeatable = true;
    return this;
  }

  /**
   * @param shared memory that other programs use too, taken at the first step; else the program has its own
   * @return this compiler
   */
  public Compiler memory(Blocks shared) {
    blocks = Optional.of(shared);
    return this;
  }

  /**
   * @param outputs names of variables
   * @return a program that computes them
   */
  public Program inference(Collection<String> outputs) {
    reader.read(outputs);
    return program(tape.position(), results(outputs), Set.of(), Map.of());
  }

  /**
   * @param loss the name of a variable with one element
   * @param gradientsOf names of variables; those that the loss does not depend on get no gradient
   * @param handedOut names of further variables, whose gradients are handed out in the backward pass instead of kept to its end
   * @param keep names of other variables whose values are wanted
   * @return a program that computes the loss and its gradients
   */
  public Program training(String loss, Collection<String> gradientsOf, Set<String> handedOut, Collection<String> keep) {
    Set<String> outputs = new LinkedHashSet<>(keep);
    outputs.add(loss);
    Set<String> all = new LinkedHashSet<>(outputs);
    all.addAll(gradientsOf);
    all.addAll(handedOut);
    reader.read(all);
    int forwardEnd = tape.position();
    Value lossValue = reader.value(loss);
    if (lossValue.length() != 1 || !lossValue.type().isFPType()) {
      throw new IllegalArgumentException("the loss must be one floating-point number, found " + lossValue);
    }
    Set<Value> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    gradientsOf.forEach(name -> wanted.add(differentiable(name)));
    handedOut.forEach(name -> wanted.add(differentiable(name)));
    Gradients gradients = new Gradients(tape, Gradients.needed(reader.nodes(), wanted));
    differentiate(lossValue, gradients);
    differentiated = Optional.of(gradients);
    Map<String, Value> results = results(outputs);
    Map<String, Value> found = own(gradientsOf, gradients, results.values());
    handedOut.forEach(name -> gradients.of(reader.value(name)).ifPresent(gradient -> found.putIfAbsent(name, gradient)));
    Set<String> handed = new LinkedHashSet<>(handedOut);
    handed.removeAll(gradientsOf);
    return program(forwardEnd, results, handed, found);
  }

  private Program program(int forwardEnd, Map<String, Value> results, Set<String> handedOut, Map<String, Value> gradients) {
    Map<String, Value> variables = new LinkedHashMap<>();
    handedOut.forEach(name -> variables.put(name, reader.value(name)));
    Map<String, Value> inputs = inputs();
    Set<Value> unowned = Collections.newSetFromMap(new IdentityHashMap<>());
    inputs.values().stream().filter(v -> tape.dropout(v).isPresent()).forEach(unowned::add);
    Schedule schedule = Schedule.of(tape.instructions(), forwardEnd, results.values(), variables, gradients, unowned, repeatable);
    Program program = new Program(schedule, blocks.orElseGet(Blocks::new), tape.owned(), inputs, results, gradients,
        MultiplyAdds.of(reader.nodes(), differentiated));
    if (blocks.isEmpty()) {
      program.prepare();
    }
    return program;
  }

  private void differentiate(Value loss, Gradients gradients) {
    gradients.add(loss, tape.filled(loss.type(), 1, loss.shape()));
    List<Node> nodes = new ArrayList<>(reader.nodes());
    Collections.reverse(nodes);
    for (Node node : nodes) {
      if (node.outputs().stream().anyMatch(v -> gradients.of(v).isPresent()) && node.inputs().stream().anyMatch(gradients::needs)) {
        tape.at(node);
        rules.backward(node).backward(node, gradients, tape);
      }
    }
  }

  private Value differentiable(String name) {
    Value value = reader.value(name);
    if (value.isConstant() || !value.type().isFPType()) {
      throw new IllegalArgumentException("there is no gradient with respect to " + value + ": it is a constant or no floating-point array");
    }
    return value;
  }

  /** The gradients in memory that is theirs alone, so that an optimiser may change them in place. */
  private Map<String, Value> own(Collection<String> names, Gradients gradients, Collection<Value> results) {
    Set<Value> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    results.forEach(v -> taken.add(v.base()));
    Map<String, Value> found = new LinkedHashMap<>();
    for (String name : names) {
      Optional<Value> gradient = gradients.of(reader.value(name));
      if (gradient.isPresent()) {
        tape.at("gradient of " + name);
        Value value = gradient.get();
        found.put(name, value.kind() == Value.Kind.COMPUTED && taken.add(value.base()) ? value : copy(value));
      }
    }
    return found;
  }

  private Value copy(Value value) {
    Value target = tape.fresh(value.type(), value.shape());
    tape.append(new LegacyKernel(new Assign()), List.of(target), value);
    return target;
  }

  private Map<String, Value> inputs() {
    Map<String, Value> inputs = new LinkedHashMap<>();
    reader.values().forEach((name, value) -> {
      if (value.kind() == Value.Kind.INPUT && value.base() == value) {
        inputs.put(value.name(), value);
      }
    });
    for (String given : shapes.keySet()) {
      if (!sameDiff.hasVariable(given)) {
        throw new IllegalArgumentException("the graph has no placeholder '" + given + "'");
      }
    }
    return inputs;
  }

  private Map<String, Value> results(Collection<String> names) {
    Map<String, Value> results = new LinkedHashMap<>();
    names.forEach(name -> results.put(name, reader.value(name)));
    return results;
  }

  private Optional<long[]> inputShape(String placeholder) {
    if (shapes.containsKey(placeholder)) {
      return Optional.of(shapes.get(placeholder));
    }
    if (likes.containsKey(placeholder)) {
      return Optional.of(reader.value(likes.get(placeholder)).shape());
    }
    long[] declared = sameDiff.getVariable(placeholder).getShape();
    return Optional.ofNullable(declared).filter(s -> Arrays.stream(s).allMatch(size -> size >= 0));
  }
}
