package org.automtl4j.graph.model.internal.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.graph.model.internal.step.Operation;
import org.automtl4j.graph.model.internal.step.Operation.Channels;
import org.automtl4j.graph.model.internal.step.Operation.Concatenate;
import org.automtl4j.graph.model.internal.step.Operation.Convolve;
import org.automtl4j.graph.model.internal.step.Operation.Normalize;
import org.automtl4j.graph.model.internal.step.Step;
import org.automtl4j.graph.model.internal.step.Weight;

/**
 * Joins steps that are one node in ONNX: the groups of a convolution, and a BatchNorm with the convolution before it. A kernel that several paths read keeps its BatchNorms
 * apart, so that it is stored once.
 */
final class Pieces {
  private final Collection<String> predictions;
  private final Map<String, Piece> pieces = new LinkedHashMap<>();

  private Pieces(Collection<String> predictions) {
    this.predictions = predictions;
  }

  static List<Piece> of(List<Step> steps, Collection<String> predictions) {
    Pieces pieces = new Pieces(predictions);
    steps.forEach(step -> pieces.pieces.put(step.output(), Piece.of(step)));
    pieces.joinGroups();
    pieces.foldNormalizations();
    return new ArrayList<>(pieces.pieces.values());
  }

  private void joinGroups() {
    Map<String, Integer> readers = readers();
    for (Piece piece : List.copyOf(pieces.values())) {
      if (piece.operation() instanceof Concatenate) {
        Optional<Piece> whole = groups(piece, readers);
        whole.ifPresent(joined -> {
          piece.inputs().forEach(pieces::remove);
          pieces.put(piece.output(), joined);
        });
      }
    }
    Map<String, Integer> left = readers();
    pieces.values().removeIf(piece -> piece.operation() instanceof Channels && !left.containsKey(piece.output()));
  }

  /** The convolution that a concatenation puts together: each part reads the next range of one map's channels and has the next range of one kernel's outputs. */
  private Optional<Piece> groups(Piece concatenation, Map<String, Integer> readers) {
    Set<String> sources = new HashSet<>();
    Set<Object> kinds = new HashSet<>();
    long channels = 0;
    long outputs = 0;
    Convolve first = null;
    for (String input : concatenation.inputs()) {
      Piece part = pieces.get(input);
      if (part == null || readers.get(input) > 1 || !(part.operation() instanceof Convolve c)
          || pieces.get(part.input()) == null || !(pieces.get(part.input()).operation() instanceof Channels range)) {
        return Optional.empty();
      }
      first = first == null ? c : first;
      sources.add(pieces.get(part.input()).input());
      kinds.add(List.of(c.kernel().parameter(), c.bias().map(Weight::parameter), c.window()));
      if (range.from() != channels || c.kernel().from() != outputs || range.to() - range.from() != c.kernel().size(2)) {
        return Optional.empty();
      }
      channels = range.to();
      outputs = c.kernel().to();
    }
    if (first == null || sources.size() > 1 || kinds.size() > 1 || first.kernel().full().get(3) != outputs) {
      return Optional.empty();
    }
    long all = outputs;
    Weight kernel = new Weight(first.kernel().parameter(), first.kernel().full(), 0, all, first.kernel().full());
    Optional<Weight> bias = first.bias().map(b -> new Weight(b.parameter(), b.full(), 0, all, b.full()));
    Convolve whole = new Convolve(kernel, bias, first.window());
    return Optional.of(new Piece(concatenation.output(), List.copyOf(sources), whole, concatenation.inputs().size(), Optional.empty()));
  }

  private void foldNormalizations() {
    Map<String, Integer> readers = readers();
    Map<String, Integer> users = new HashMap<>();
    pieces.values().forEach(piece -> piece.operation().weights().forEach(weight -> users.merge(weight.parameter(), 1, Integer::sum)));
    for (Piece piece : List.copyOf(pieces.values())) {
      Piece before = pieces.get(piece.input());
      if (piece.operation() instanceof Normalize normalize && before != null && before.isConvolution() && before.normalization().isEmpty()
          && readers.get(before.output()) == 1 && users.get(kernel(before.operation()).parameter()) == 1) {
        pieces.remove(before.output());
        pieces.put(piece.output(), new Piece(piece.output(), before.inputs(), before.operation(), before.groups(), Optional.of(normalize)));
      }
    }
  }

  static Weight kernel(Operation convolution) {
    return convolution.weights().get(0);
  }

  private Map<String, Integer> readers() {
    Map<String, Integer> readers = new HashMap<>();
    pieces.values().forEach(piece -> piece.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    predictions.forEach(prediction -> readers.merge(prediction, 1, Integer::sum));
    return readers;
  }
}
