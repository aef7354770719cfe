package org.automtl4j.train.automtl;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.automtl4j.graph.automtl.PolicyRegulariser;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.automtl.TaskGraph;
import org.automtl4j.graph.network.Feed;
import org.automtl4j.train.step.Penalty;
import org.automtl4j.train.step.StepGraph;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * AutoMTL's regulariser of policies, {@link PolicyRegulariser}.
 *
 * @param model whose policies
 * @param factor lambda; none where it is only reported
 * @param scale its slope s
 */
public record SharingPenalty(SuperModel model, OptionalDouble factor, double scale) implements Penalty {
  /** Its name in events and files. */
  public static final String NAME = "regulariser";

  /**
   * @param model whose policies it draws towards sharing
   * @param lambda its factor in the loss
   * @param scale of the layers' weights
   * @return a penalty that is trained
   */
  public static SharingPenalty trained(SuperModel model, double lambda, double scale) {
    return new SharingPenalty(model, OptionalDouble.of(lambda), scale);
  }

  /**
   * @param model whose policies it tells of
   * @param scale of the layers' weights
   * @return a penalty whose value is told only
   */
  public static SharingPenalty reported(SuperModel model, double scale) {
    return new SharingPenalty(model, OptionalDouble.empty(), scale);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Term> build(StepGraph step, String task) {
    String drawn = TaskGraph.noiseName(task);
    if (step.graph().feeds().stream().noneMatch(feed -> feed.placeholder().equals(drawn))) {
      return Optional.empty();
    }
    Feed.Noise noise = PolicyRegulariser.noise(model, "noise." + NAME + "." + task);
    SDVariable value = PolicyRegulariser.build(step.graph().sameDiff(), model, task, noise.placeholder(), TaskGraph.TEMPERATURE, scale);
    return Optional.of(new Term(value, List.of(noise), Optional.of(drawn)));
  }
}
