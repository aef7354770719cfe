package org.automtl4j.graph.model.convert.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.backbone.Activation.Function;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;

/** Activations that exporters write as several nodes: x sigmoid(x), and the hard forms as sums, clips and products. */
final class OnnxPatterns {
  private static final double SIXTH = 1.0 / 6;
  private static final double NEAR = 1e-5;

  private final OnnxScope scope;
  private final Map<String, Found> found = new HashMap<>();
  private final Set<String> inside = new HashSet<>();

  /**
   * An activation, at the node that gives it.
   *
   * @param function which
   * @param input the name of what it is a function of
   */
  record Found(Function function, String input) {}

  /** @param scope with the numbers that are stored; those that are computed are not needed here */
  OnnxPatterns(OnnxScope scope) {
    this.scope = scope;
  }

  /** The activation that a node completes. */
  Optional<Found> at(OnnxNode node) {
    return Optional.ofNullable(found.get(node.outputs().get(0)));
  }

  /** Whether a node is one of those that an activation, found at a later one, is made of. */
  boolean isInside(OnnxNode node) {
    return inside.contains(node.outputs().get(0));
  }

  /** Looks at what follows a node whose inputs are known. */
  void look(OnnxNode node) {
    if (node.outputs().size() != 1 || isInside(node) || at(node).isPresent()) {
      return;
    }
    if (node.type().equals("Sigmoid") || isHardSigmoid(node)) {
      only(node).filter(next -> isProduct(next, node.inputs().get(0), node.outputs().get(0)))
          .ifPresent(next -> note(node.type().equals("Sigmoid") ? Function.SWISH : Function.HARD_SWISH, node.inputs().get(0), next, node));
    } else if (node.type().equals("Add") && other(node, 3).isPresent()) {
      String x = other(node, 3).get();
      only(node).filter(this::isClip).ifPresent(clip -> clipped(x, node, clip));
    }
  }

  /** min(max(x + 3, 0), 6) and what becomes of it. */
  private void clipped(String x, OnnxNode sum, OnnxNode clip) {
    OnnxNode next = only(clip).orElse(null);
    if (next == null) {
      return;
    }
    if (isProduct(next, x, clip.outputs().get(0))) {
      only(next).filter(sixth -> isSixth(sixth, next)).ifPresent(sixth -> note(Function.HARD_SWISH, x, sixth, sum, clip, next));
    } else if (isSixth(next, clip)) {
      Optional<OnnxNode> product = only(next).filter(last -> isProduct(last, x, next.outputs().get(0)));
      if (product.isPresent()) {
        note(Function.HARD_SWISH, x, product.get(), sum, clip, next);
      } else {
        note(Function.HARD_SIGMOID, x, next, sum, clip);
      }
    }
  }

  private void note(Function function, String input, OnnxNode last, OnnxNode... before) {
    found.put(last.outputs().get(0), new Found(function, input));
    for (OnnxNode node : before) {
      inside.add(node.outputs().get(0));
    }
  }

  static boolean isHardSigmoid(OnnxNode node) {
    return node.type().equals("HardSigmoid") && Math.abs(node.real("alpha", .2f) - SIXTH) < NEAR && Math.abs(node.real("beta", .5f) - .5) < NEAR;
  }

  private boolean isClip(OnnxNode node) {
    return node.type().equals("Clip") && bound(node, 1, "min") == 0 && bound(node, 2, "max") == 6;
  }

  private double bound(OnnxNode node, int input, String attribute) {
    return node.input(input).isPresent() ? number(node.inputs().get(input)) : node.real(attribute, Float.NaN);
  }

  /** A node that divides by 6. */
  private boolean isSixth(OnnxNode node, OnnxNode of) {
    if (node.inputs().size() != 2 || !node.inputs().contains(of.outputs().get(0))) {
      return false;
    }
    boolean divides = node.type().equals("Div") && node.inputs().get(0).equals(of.outputs().get(0)) && number(node.inputs().get(1)) == 6;
    return divides || node.type().equals("Mul") && node.inputs().stream().anyMatch(input -> Math.abs(number(input) - SIXTH) < NEAR);
  }

  private static boolean isProduct(OnnxNode node, String a, String b) {
    return node.type().equals("Mul") && node.inputs().size() == 2 && (node.inputs().equals(List.of(a, b)) || node.inputs().equals(List.of(b, a)));
  }

  /** The input beside a stored number. */
  private Optional<String> other(OnnxNode node, double number) {
    if (node.inputs().size() != 2) {
      return Optional.empty();
    }
    int at = number(node.inputs().get(0)) == number ? 0 : number(node.inputs().get(1)) == number ? 1 : -1;
    return at < 0 || !scope.isMap(node.inputs().get(1 - at)) ? Optional.empty() : Optional.of(node.inputs().get(1 - at));
  }

  /** One stored number; NaN where it is none. */
  private double number(String name) {
    var tensor = scope.constants().get(name);
    if (tensor == null) {
      tensor = scope.wires().makerNode(name).filter(node -> node.type().equals("Constant")).flatMap(OnnxConstants::held).orElse(null);
    }
    return tensor == null || tensor.length() != 1 ? Double.NaN : tensor.doubles(1)[0];
  }

  /** The only reader of what a node gives. */
  private Optional<OnnxNode> only(OnnxNode node) {
    List<OnnxNode> readers = scope.wires().readers(node.outputs().get(0));
    boolean end = scope.wires().isOutput(node.outputs().get(0));
    return readers.size() == 1 && !end && readers.get(0).outputs().size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
  }
}
