package org.automtl4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.automtl4j.graph.InvalidInputException;
import org.automtl4j.graph.RandomStream;
import org.automtl4j.graph.supermodel.Architecture;
import org.automtl4j.graph.supermodel.Branch;
import org.automtl4j.graph.samediff.ModelSize;
import org.automtl4j.graph.supermodel.PolicyNode;
import org.automtl4j.graph.supermodel.SuperModel;
import org.automtl4j.graph.task.Task;

/** Architectures that nobody searched, of a given size: what a found architecture has to beat. */
public final class RandomArchitectures {
  private static final double TOLERANCE = 0.02;
  private static final int MOVES = 20_000;

  private RandomArchitectures() {}

  /**
   * Draws every branch uniformly, then moves single branches at random, keeping the moves that bring the size nearer.
   *
   * @param model whose layers and tasks
   * @param backboneParameters the size to meet, within 2 %
   * @param random the draws
   * @return a random architecture of that size
   * @throws InvalidInputException if none of that size was found
   */
  public static Architecture ofSize(SuperModel model, long backboneParameters, RandomStream random) {
    return adjust(model, uniform(model, 0, random), 0, backboneParameters, random);
  }

  /**
   * Like {@link #ofSize}, with the first policy nodes shared by all tasks and branches drawn from the first node after them on.
   *
   * @param model whose layers and tasks
   * @param sharedNodes how many of the first policy nodes all tasks share
   * @param backboneParameters the size to meet, within 2 %
   * @param random the draws
   * @return a random architecture of that size with a shared bottom
   * @throws InvalidInputException if none of that size was found
   */
  public static Architecture withSharedBottom(SuperModel model, int sharedNodes, long backboneParameters, RandomStream random) {
    return adjust(model, uniform(model, sharedNodes, random), sharedNodes, backboneParameters, random);
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

  private static Architecture adjust(SuperModel model, Architecture start, int from, long target, RandomStream random) {
    List<PolicyNode> free = new ArrayList<>(model.policyNodes().subList(from, model.policyNodes().size()));
    Architecture best = start;
    long distance = Math.abs(size(model, best) - target);
    for (int i = 0; i < MOVES && distance > TOLERANCE * target && !free.isEmpty(); i++) {
      PolicyNode node = pick(free, random);
      Architecture moved = best.with(pick(model.tasks(), random).name(), node.layer(), pick(node.choices(), random));
      long movedDistance = Math.abs(size(model, moved) - target);
      if (movedDistance < distance) {
        best = moved;
        distance = movedDistance;
      }
    }
    if (distance > TOLERANCE * target) {
      throw new InvalidInputException(
          String.format(Locale.ROOT, "no random architecture within 2 %% of %,d backbone parameters was found; the nearest has %,d", target, size(model, best)));
    }
    return best;
  }

  private static long size(SuperModel model, Architecture architecture) {
    return ModelSize.backboneParameters(model, architecture);
  }

  private static <T> T pick(List<T> from, RandomStream random) {
    return from.get(random.nextInt(from.size()));
  }
}
