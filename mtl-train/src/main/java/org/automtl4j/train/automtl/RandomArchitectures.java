package org.automtl4j.train.automtl;

import java.util.List;
import java.util.Locale;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.Branch;
import org.automtl4j.graph.automtl.ModelSize;
import org.automtl4j.graph.automtl.PolicyNode;
import org.automtl4j.graph.automtl.SuperModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Architectures that nobody searched, of a given size: what a found architecture has to beat. */
public final class RandomArchitectures {
  private static final double TOLERANCE = 0.02;
  private static final int STARTS = 20;
  private static final int MOVES = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(RandomArchitectures.class);

  private RandomArchitectures() {}

  /**
   * Draws every branch uniformly, then moves single branches at random, keeping the moves that bring the size nearer.
   *
   * @param model whose layers and tasks
   * @param backboneParameters the size to meet, within 2 %
   * @param random the draws
   * @return a random architecture of that size; of the nearest size found, after a warning, where there is none: networks of few layers have few sizes
   */
  public static Architecture ofSize(SuperModel model, long backboneParameters, RandomStream random) {
    return nearest(model, 0, backboneParameters, random);
  }

  /**
   * Like {@link #ofSize}, with the first policy nodes shared by all tasks and branches drawn from the first node after them on.
   *
   * @param model whose layers and tasks
   * @param sharedNodes how many of the first policy nodes all tasks share
   * @param backboneParameters the size to meet, within 2 %
   * @param random the draws
   * @return a random architecture of that size with a shared bottom, or of the nearest size found, after a warning
   */
  public static Architecture withSharedBottom(SuperModel model, int sharedNodes, long backboneParameters, RandomStream random) {
    return nearest(model, sharedNodes, backboneParameters, random);
  }

  /**
   * @param model whose layers and tasks
   * @param sharedNodes how many of the first policy nodes all tasks share
   * @param backboneParameters a size
   * @return whether an architecture with that shared bottom can be so small, with all other layers skipped, and so large, with all of them specific
   */
  public static boolean canHave(SuperModel model, int sharedNodes, long backboneParameters) {
    Architecture smallest = Architecture.uniform(model, Branch.SHARED);
    Architecture largest = smallest;
    for (Task task : model.tasks()) {
      for (PolicyNode node : model.policyNodes().subList(sharedNodes, model.policyNodes().size())) {
        smallest = smallest.with(task.name(), node.layer(), node.choices().contains(Branch.SKIP) ? Branch.SKIP : Branch.SHARED);
        largest = largest.with(task.name(), node.layer(), Branch.SPECIFIC);
      }
    }
    return size(model, smallest) <= backboneParameters && backboneParameters <= size(model, largest);
  }

  private static Architecture uniform(SuperModel model, int from, RandomStream random) {
    Architecture architecture = Architecture.uniform(model, Branch.SHARED);
    for (Task task : model.tasks()) {
      for (PolicyNode node : model.policyNodes().subList(from, model.policyNodes().size())) {
        architecture = architecture.with(task.name(), node.layer(), pick(node.choices(), random));
      }
    }
    return architecture;
  }

  /** Starts several times: where moves lead no nearer, another start may. */
  private static Architecture nearest(SuperModel model, int from, long target, RandomStream random) {
    Architecture best = adjust(model, uniform(model, from, random), from, target, random);
    for (int i = 1; i < STARTS && distance(model, best, target) > TOLERANCE * target; i++) {
      Architecture other = adjust(model, uniform(model, from, random), from, target, random);
      best = distance(model, other, target) < distance(model, best, target) ? other : best;
    }
    if (distance(model, best, target) > TOLERANCE * target) {
      LOG.warn(String.format(Locale.ROOT, "no random architecture within 2 %% of %,d backbone parameters was found; the nearest, with %,d, is taken",
          target, size(model, best)));
    }
    return best;
  }

  private static Architecture adjust(SuperModel model, Architecture start, int from, long target, RandomStream random) {
    List<PolicyNode> free = model.policyNodes().subList(from, model.policyNodes().size());
    Architecture best = start;
    long distance = distance(model, best, target);
    for (int i = 0; i < MOVES && distance > TOLERANCE * target && !free.isEmpty(); i++) {
      PolicyNode node = pick(free, random);
      Architecture moved = best.with(pick(model.tasks(), random).name(), node.layer(), pick(node.choices(), random));
      long movedDistance = distance(model, moved, target);
      if (movedDistance < distance) {
        best = moved;
        distance = movedDistance;
      }
    }
    return best;
  }

  private static long distance(SuperModel model, Architecture architecture, long target) {
    return Math.abs(size(model, architecture) - target);
  }

  private static long size(SuperModel model, Architecture architecture) {
    return ModelSize.backboneParameters(model, architecture);
  }

  private static <T> T pick(List<T> from, RandomStream random) {
    return from.get(random.nextInt(from.size()));
  }
}
