package org.automtl4j.train.mtlnas;

import java.util.Objects;
import java.util.Optional;
import org.automtl4j.data.transform.SearchSplit;
import org.automtl4j.train.mtlnas.EdgeSearch.Logits;
import org.automtl4j.train.mtlnas.EdgeSearch.Weights;
import org.automtl4j.train.schedule.RateSchedules;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Builds an {@link EdgeSearch}; what is not set is the published default ("D_Relax_S_Discre_Entropy"). */
public final class EdgeSearchBuilder {
  private static final double RATE = 1e-3;
  private static final double POWER = 0.9;
  private int iterations = 20_001;
  private Optional<IUpdater> updater = Optional.empty();
  private double weightDecay = 2.5e-4;
  private RateFactors rates = RateFactors.PUBLISHED;
  private Gates discretise = Gates.GUMBEL;
  private Gates relax = Gates.SIGMOID;
  private IUpdater gateUpdater = new Adam(1e-3, 0.5, 0.999, 1e-8);
  private double gateWeightDecay = 1e-3;
  private Period temperature = new Period(1, 0, 0, 1, 2);
  private Optional<Period> entropy = Optional.of(new Period(0, 10, 0, 0, 1));
  private Optional<Period> open = Optional.empty();
  private SearchSplit split = new SearchSplit.Redrawn(0.5);

  EdgeSearchBuilder() {}

  /**
   * @param n how many; in each the logits take a step, then the weights; 20,001 unless set
   * @return this
   */
  public EdgeSearchBuilder iterations(int n) {
    iterations = n;
    return this;
  }

  /**
   * @param rule of the weights, its learning rate by iteration; momentum 0.9 with a rate of 0.001 that falls to 0 by power 0.9 unless set
   * @return this
   */
  public EdgeSearchBuilder updater(IUpdater rule) {
    updater = Optional.of(rule);
    return this;
  }

  /**
   * @param decay coupled L2 factor of the weights, 2.5e-4 unless set
   * @return this
   */
  public EdgeSearchBuilder weightDecay(double decay) {
    weightDecay = decay;
    return this;
  }

  /**
   * @param factors of the learning rate for some of the weights, 10, 20 and 100 unless set
   * @return this
   */
  public EdgeSearchBuilder rates(RateFactors factors) {
    rates = Objects.requireNonNull(factors, "factors");
    return this;
  }

  /**
   * @param logits gates in the steps of the logits, {@link Gates#SIGMOID} unless set
   * @param weights gates in the steps of the weights, {@link Gates#GUMBEL} unless set
   * @return this
   */
  public EdgeSearchBuilder gates(Gates logits, Gates weights) {
    relax = logits;
    discretise = weights;
    return this;
  }

  /**
   * @param rule of the logits, Adam(0.001, 0.5, 0.999) unless set
   * @param decay coupled L2 factor, 0.001 unless set
   * @return this
   */
  public EdgeSearchBuilder gateUpdater(IUpdater rule, double decay) {
    gateUpdater = Objects.requireNonNull(rule, "rule");
    gateWeightDecay = decay;
    return this;
  }

  /**
   * @param of relaxed samples, from 1 to 0 by power 2 unless set
   * @return this
   */
  public EdgeSearchBuilder temperature(Period of) {
    temperature = Objects.requireNonNull(of, "of");
    return this;
  }

  /**
   * @param factor of the gates' entropy, 10 from the second iteration on unless set; empty: none
   * @return this
   */
  public EdgeSearchBuilder entropy(Optional<Period> factor) {
    entropy = factor;
    return this;
  }

  /**
   * @param factor of how open gates are (L1), none unless set
   * @return this
   */
  public EdgeSearchBuilder open(Period factor) {
    open = Optional.of(factor);
    return this;
  }

  /**
   * @param how the training data are parted, halves that are drawn anew for each pass unless set
   * @return this
   */
  public EdgeSearchBuilder split(SearchSplit how) {
    split = Objects.requireNonNull(how, "how");
    return this;
  }

  /**
   * @return the stage
   * @throws org.automtl4j.core.InvalidInputException if a value is out of its range
   */
  public EdgeSearch build() {
    IUpdater rule = updater.orElseGet(() -> new Nesterovs(RateSchedules.poly(RATE, POWER, Math.max(1, iterations)), 0.9));
    return new EdgeSearch(iterations, new Weights(rule, weightDecay, rates, discretise),
        new Logits(gateUpdater, gateWeightDecay, relax, temperature, entropy, open, false, false), split);
  }
}
