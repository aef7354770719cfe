package org.automtl4j.train.mtlnas;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.train.schedule.RateSchedules;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Builds a {@link FusionTraining}; what is not set is as published. */
public final class FusionTrainingBuilder {
  private static final double RATE = 1e-3;
  private static final double POWER = 0.9;
  private final String id;
  private final FusionView view;
  private int iterations = 20_001;
  private Optional<IUpdater> updater = Optional.empty();
  private double weightDecay = 2.5e-4;
  private RateFactors rates = RateFactors.PUBLISHED;
  private Optional<Period> auxiliary = Optional.empty();
  private boolean fresh;

  FusionTrainingBuilder(String id, FusionView view) {
    this.id = Objects.requireNonNull(id, "id");
    this.view = Objects.requireNonNull(view, "view");
  }

  /**
   * @param n how many, 20,001 unless set
   * @return this
   */
  public FusionTrainingBuilder iterations(int n) {
    iterations = n;
    return this;
  }

  /**
   * @param rule of the weights, its learning rate by iteration; momentum 0.9 with a rate of 0.001 that falls to 0 by power 0.9 unless set
   * @return this
   */
  public FusionTrainingBuilder updater(IUpdater rule) {
    updater = Optional.of(rule);
    return this;
  }

  /**
   * @param decay coupled L2 factor of the weights, 2.5e-4 unless set
   * @return this
   */
  public FusionTrainingBuilder weightDecay(double decay) {
    weightDecay = decay;
    return this;
  }

  /**
   * @param factors of the learning rate for some of the weights, 10, 20 and 100 unless set
   * @return this
   */
  public FusionTrainingBuilder rates(RateFactors factors) {
    rates = Objects.requireNonNull(factors, "factors");
    return this;
  }

  /**
   * @param factor of auxiliary losses, none unless set
   * @return this
   */
  public FusionTrainingBuilder auxiliary(Period factor) {
    auxiliary = Optional.of(factor);
    return this;
  }

  /** @return this, with all weights, but not what gates have learnt, beginning anew */
  public FusionTrainingBuilder fresh() {
    fresh = true;
    return this;
  }

  /**
   * @return the stage
   * @throws org.automtl4j.core.InvalidInputException if a value is out of its range
   */
  public FusionTraining build() {
    IUpdater rule = updater.orElseGet(() -> new Nesterovs(RateSchedules.poly(RATE, POWER, Math.max(1, iterations)), 0.9));
    return new FusionTraining(id, view, iterations, rule, weightDecay, rates, auxiliary, fresh);
  }
}
