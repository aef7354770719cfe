package org.automtl4j.train.automtl.stage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.RandomStream;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.SuperModel;

/** Draws different architectures from the policies, none above a limit. */
final class Candidates {
  private static final int DRAWS_PER_CANDIDATE = 200;

  private Candidates() {}

  /**
   * @param model whose policies are drawn from
   * @param sampling how many, how, and how large at most
   * @param limit what they may compute; empty: as much as they like
   * @param random the draws
   * @return at least one architecture; fewer than asked for when the policies are so decided that no others come up
   * @throws InvalidInputException if not one draw keeps the limit
   */
  static List<Architecture> draw(SuperModel model, PolicySampling sampling, Optional<MultiplyAddLimit> limit, RandomStream random) {
    limit.ifPresent(MultiplyAddLimit::check);
    Set<Architecture> found = new LinkedHashSet<>();
    double smallest = offer(Architecture.argmax(model), model, sampling, limit, found);
    if (sampling.mode() == SamplingMode.SAMPLE) {
      int draws = DRAWS_PER_CANDIDATE * sampling.candidates();
      for (int i = 0; i < draws && found.size() < sampling.candidates(); i++) {
        smallest = Math.min(smallest, offer(Architecture.sample(model, random), model, sampling, limit, found));
      }
    }
    if (sampling.candidates() > 1) {
      // What the others have to beat.
      limit.flatMap(MultiplyAddLimit::hardSharing).ifPresent(hard -> offer(hard, model, sampling, limit, found));
    }
    if (found.isEmpty() && limit.isPresent() && smallest <= sampling.maxParameters()) {
      throw new InvalidInputException("sampling.maxMultiplyAdds: found " + sampling.maxMultiplyAdds() + ", but no architecture drawn from the policies computes so little. Raise the "
          + "limit, or set batchNormPolicy: SEARCH, with which draws become trees within it");
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "sampling.maxParameters: no architecture drawn from the policies has at most %.3f of the single-task models' backbone parameters; the smallest has %.3f. "
                  + "Raise the limit, or search with a larger lambda, which rewards sharing",
              sampling.maxParameters(),
              smallest));
    }
    return new ArrayList<>(found);
  }

  private static double offer(Architecture drawn, SuperModel model, PolicySampling sampling, Optional<MultiplyAddLimit> limit, Set<Architecture> found) {
    Optional<Architecture> kept = limit.isPresent() ? limit.get().within(drawn) : Optional.of(drawn);
    double share = share(model, kept.orElse(drawn));
    if (kept.isPresent() && share <= sampling.maxParameters()) {
      found.add(kept.get());
    }
    return share;
  }

  /** The backbone parameters of an architecture as a share of those of one single-task model per task. */
  static double share(SuperModel model, Architecture architecture) {
    return (double) ModelSize.backboneParameters(model, architecture) / ModelSize.singleTaskBackboneParameters(model);
  }
}
