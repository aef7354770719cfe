package org.automtl4j.plan.internal.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Node;
import org.automtl4j.plan.internal.ir.Strides;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.LegacyKernel;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;

/** Reads those operations of a SameDiff graph on which some variables depend, and writes their forward calls on a tape. */
final class GraphReader {
  private final SameDiff sameDiff;
  private final Tape tape;
  private final RuleBook rules;
  private final boolean frozen;
  private final Function<String, Optional<long[]>> inputShapes;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  /**
   * @param frozen whether the variables will not change
   * @param inputShapes the shapes of placeholders; asked when the first reader of a placeholder is met, so that it may look at {@link #value}
   */
  GraphReader(SameDiff sameDiff, Tape tape, RuleBook rules, boolean frozen, Function<String, Optional<long[]>> inputShapes) {
    this.sameDiff = sameDiff;
    this.tape = tape;
    this.rules = rules;
    this.frozen = frozen;
    this.inputShapes = inputShapes;
  }

  void read(Collection<String> outputs) {
    Set<String> needed = needed(outputs);
    for (SameDiffOp op : sameDiff.getOps().values()) {
      if (needed.contains(op.getName())) {
        Node node = node(op);
        tape.at(node);
        List<Value> results = rules.forward(node).forward(node, tape).stream().map(v -> node.inputs().contains(v) ? v.alias() : v).toList();
        Node done = node.giving(results);
        nodes.add(done);
        if (done.outputs().size() == 1) {
          tape.gives(done);
        }
        if (done.outputs().size() == 1 && !outputs.contains(done.outputNames().get(0)) && readers(done.outputNames().get(0), needed) == 1) {
          tape.readOnce(done);
        }
        for (int i = 0; i < done.outputNames().size(); i++) {
          values.put(done.outputNames().get(i), results.get(i));
        }
      }
    }
    outputs.forEach(this::value);
  }

  private long readers(String variable, Set<String> needed) {
    List<String> readers = sameDiff.getVariables().get(variable).getInputsForOp();
    return readers == null ? 0 : readers.stream().filter(needed::contains).count();
  }

  List<Node> nodes() {
    return nodes;
  }

  Map<String, Value> values() {
    return values;
  }

  /** The array of a variable that has been met, a placeholder's, or a parameter's. */
  Value value(String name) {
    Value found = values.get(name);
    if (found == null) {
      found = leaf(name);
      values.put(name, found);
    }
    return found;
  }

  private Value leaf(String name) {
    SDVariable variable = sameDiff.getVariable(name);
    if (variable == null) {
      throw new IllegalArgumentException("the graph has no variable '" + name + "'");
    }
    return switch (variable.getVariableType()) {
      case PLACEHOLDER -> Value.of(name, Value.Kind.INPUT, variable.dataType(), inputShapes.apply(name).orElseThrow(
          () -> new IllegalArgumentException("the placeholder '" + name + "' is needed; give its shape with input(\"" + name + "\", ...)")));
      case CONSTANT -> Value.held(name, Value.Kind.CONSTANT, contiguous(variable.getArr()));
      case VARIABLE -> frozen ? Value.held(name, Value.Kind.CONSTANT, contiguous(variable.getArr())) : parameter(name, variable.getArr());
      default -> throw new IllegalArgumentException("the variable '" + name + "' is computed after it is used; the graph is not in topological order");
    };
  }

  /** A variable's own array; one that is not contiguous in C order is copied in every step. */
  private Value parameter(String name, INDArray array) {
    Value held = Value.held(name, Value.Kind.PARAMETER, array);
    if (isContiguous(array)) {
      return held;
    }
    tape.at(name);
    Value copy = tape.fresh(array.dataType(), array.shape());
    tape.append(new LegacyKernel(new Assign()), List.of(copy), held);
    return copy;
  }

  private static boolean isContiguous(INDArray array) {
    return array.isEmpty() || array.ordering() == 'c' && Strides.contiguous(array);
  }

  private static INDArray contiguous(INDArray array) {
    return isContiguous(array) ? array : array.dup('c');
  }

  private Node node(SameDiffOp op) {
    List<Value> inputs = new ArrayList<>();
    for (String input : op.getInputsToOp() == null ? List.<String>of() : op.getInputsToOp()) {
      inputs.add(value(input));
    }
    List<String> outputs = op.getOutputsOfOp();
    if (op.getOp() instanceof DynamicCustomOp custom) {
      return new Node(op.getName(), custom.opName(), Arguments.of(custom), null, inputs, outputs, List.of());
    }
    if (op.getOp() instanceof Op legacy && !inputs.isEmpty()) {
      return new Node(op.getName(), legacy.opName(), Arguments.none(), LegacyKernel.copyOf(legacy, inputs.get(0)), inputs, outputs, List.of());
    }
    throw new IllegalArgumentException("a plan cannot run operation '" + op.getOp().opName() + "' of variable '" + outputs.get(0)
        + "': loops, branches and random operations are not supported; random numbers come in through placeholders");
  }

  private Set<String> needed(Collection<String> outputs) {
    Set<String> operations = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>(outputs);
    Set<String> seen = new HashSet<>(outputs);
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (!sameDiff.hasVariable(name)) {
        throw new IllegalArgumentException("the graph has no variable '" + name + "'");
      }
      String producer = sameDiff.getVariables().get(name).getOutputOfOp();
      if (producer != null && operations.add(producer)) {
        List<String> inputs = sameDiff.getOps().get(producer).getInputsToOp();
        for (String input : inputs == null ? List.<String>of() : inputs) {
          if (seen.add(input)) {
            todo.push(input);
          }
        }
      }
    }
    return operations;
  }
}
