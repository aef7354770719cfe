package org.automtl4j.app.config;

import java.util.Optional;
import java.util.OptionalLong;
import org.automtl4j.core.config.Key;
import org.automtl4j.core.config.Variant;
import org.automtl4j.core.config.VariantKey;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.method.AlignedMtl;
import org.automtl4j.train.balance.method.AutoLambda;
import org.automtl4j.train.balance.method.CaGrad;
import org.automtl4j.train.balance.method.DbMtl;
import org.automtl4j.train.balance.method.DualProj;
import org.automtl4j.train.balance.method.Dwa;
import org.automtl4j.train.balance.method.EqualWeighting;
import org.automtl4j.train.balance.method.ExcessMtl;
import org.automtl4j.train.balance.method.FairGrad;
import org.automtl4j.train.balance.method.Famo;
import org.automtl4j.train.balance.method.GeometricMean;
import org.automtl4j.train.balance.method.GradDrop;
import org.automtl4j.train.balance.method.GradNorm;
import org.automtl4j.train.balance.method.GradVac;
import org.automtl4j.train.balance.method.Imtl;
import org.automtl4j.train.balance.method.Mgda;
import org.automtl4j.train.balance.method.MoCo;
import org.automtl4j.train.balance.method.MoDo;
import org.automtl4j.train.balance.method.Moml;
import org.automtl4j.train.balance.method.NashMtl;
import org.automtl4j.train.balance.method.PcGrad;
import org.automtl4j.train.balance.method.RandomWeighting;
import org.automtl4j.train.balance.method.Ridge;
import org.automtl4j.train.balance.method.SdmGrad;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.balance.method.TaskOwn;
import org.automtl4j.train.balance.method.Uncertainty;
import org.automtl4j.train.balance.method.UpGrad;

/** How the losses and gradients of tasks become one step; {@code type} says by which method. */
@VariantKey("type")
public sealed interface BalancingConfig {

  /** @return the method as the trainer knows it */
  Balancing toBalancing();

  private static OptionalLong number(Optional<Integer> interval) {
    return interval.isPresent() ? OptionalLong.of(interval.get()) : OptionalLong.empty();
  }

  /**
   * The weighted sum of losses: the default, and what every comparison should have in it.
   */
  @Variant(value = "EW", description = "The weighted sum of losses: the default, and what every comparison should have in it.")
  record Ew() implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new EqualWeighting();
    }
  }

  /**
   * Uncertainty weighting (Kendall, Gal, Cipolla 2018).
   *
   * @param kinds One form for all losses, or the paper's own for classification.
   */
  @Variant(value = "UW", description = "Uncertainty weighting (Kendall, Gal, Cipolla 2018).")
  record Uw(
      @Key(value = "One form for all losses, or the paper's own for classification.", byDefault = "ONE") Uncertainty.Kinds kinds) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Uncertainty(kinds);
    }
  }

  /**
   * Dynamic weight average (Liu, Johns, Davison 2019).
   *
   * @param temperature Larger: weights more alike.
   * @param interval Iterations of an interval, over which losses are averaged; by default an epoch.
   */
  @Variant(value = "DWA", description = "Dynamic weight average (Liu, Johns, Davison 2019).")
  record Average(
      @Key(value = "Larger: weights more alike.", byDefault = "2", above = 0) double temperature,
      @Key(value = "Iterations of an interval, over which losses are averaged; by default an epoch.", min = 1) Optional<Integer> interval) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Dwa(temperature, BalancingConfig.number(interval));
    }
  }

  /**
   * The geometric mean of losses (Chennupati et al. 2019).
   */
  @Variant(value = "GLS", description = "The geometric mean of losses (Chennupati et al. 2019).")
  record Gls() implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new GeometricMean();
    }
  }

  /**
   * Random weights, new at each step, whose sum is 1 (Lin et al. 2022).
   */
  @Variant(value = "RLW", description = "Random weights, new at each step, whose sum is 1 (Lin et al. 2022).")
  record Rlw() implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new RandomWeighting();
    }
  }

  /**
   * Smooth Tchebycheff scalarisation (Lin et al. 2024).
   *
   * @param mu Smoothness: 0.1 is near to the largest loss, 1 the logarithm of a sum.
   * @param warmup Intervals of warm-up before that of the nadir.
   * @param interval Iterations of an interval; by default an epoch.
   */
  @Variant(value = "STCH", description = "Smooth Tchebycheff scalarisation (Lin et al. 2024).")
  record Stch(
      @Key(value = "Smoothness: 0.1 is near to the largest loss, 1 the logarithm of a sum.", byDefault = "0.1", above = 0) double mu,
      @Key(value = "Intervals of warm-up before that of the nadir.", byDefault = "4", min = 0) int warmup,
      @Key(value = "Iterations of an interval; by default an epoch.", min = 1) Optional<Integer> interval) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new SmoothTchebycheff(mu, warmup, BalancingConfig.number(interval));
    }
  }

  /**
   * Fast adaptive multitask optimisation (Liu et al. 2023): one more forward pass.
   *
   * @param rate Learning rate of the weights' logits.
   * @param gamma How strongly the logits are drawn to 0.
   */
  @Variant(value = "FAMO", description = "Fast adaptive multitask optimisation (Liu et al. 2023): one more forward pass.")
  record FastAdaptive(
      @Key(value = "Learning rate of the weights' logits.", byDefault = "0.025", above = 0) double rate,
      @Key(value = "How strongly the logits are drawn to 0.", byDefault = "0.001", min = 0) double gamma) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Famo(rate, gamma);
    }
  }

  /**
   * Gradient norms that follow the rate of training (Chen et al. 2018).
   *
   * @param alpha How strongly tasks that learn slowly are favoured.
   * @param interval Iterations of the first interval; by default an epoch.
   */
  @Variant(value = "GRADNORM", description = "Gradient norms that follow the rate of training (Chen et al. 2018).")
  record GradNormed(
      @Key(value = "How strongly tasks that learn slowly are favoured.", byDefault = "1.5", min = 0) double alpha,
      @Key(value = "Iterations of the first interval; by default an epoch.", min = 1) Optional<Integer> interval) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new GradNorm(alpha, BalancingConfig.number(interval));
    }
  }

  /**
   * The point of least norm in the hull of the gradients (Sener, Koltun 2018).
   *
   * @param normalization What gradients are divided by before.
   */
  @Variant(value = "MGDA", description = "The point of least norm in the hull of the gradients (Sener, Koltun 2018).")
  record LeastNorm(
      @Key(value = "What gradients are divided by before.", byDefault = "NONE") Mgda.Normalization normalization) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Mgda(normalization);
    }
  }

  /**
   * Projecting conflicting gradients (Yu et al. 2020).
   */
  @Variant(value = "PCGRAD", description = "Projecting conflicting gradients (Yu et al. 2020).")
  record Projected() implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new PcGrad();
    }
  }

  /**
   * Impartial multi-task learning (Liu et al. 2021).
   *
   * @param losses Whether scales of losses are learnt too.
   */
  @Variant(value = "IMTL", description = "Impartial multi-task learning (Liu et al. 2021).")
  record Impartial(
      @Key(value = "Whether scales of losses are learnt too.", byDefault = "true") boolean losses) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Imtl(losses);
    }
  }

  /**
   * Conflict-averse gradient descent (Liu et al. 2021).
   *
   * @param c How far from the mean gradient the combined one may be, in its norm; 0: the mean gradient.
   * @param rescale What the result is divided by.
   */
  @Variant(value = "CAGRAD", description = "Conflict-averse gradient descent (Liu et al. 2021).")
  record ConflictAverse(
      @Key(value = "How far from the mean gradient the combined one may be, in its norm; 0: the mean gradient.", byDefault = "0.5", min = 0) double c,
      @Key(value = "What the result is divided by.", byDefault = "SQUARE") CaGrad.Rescale rescale) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new CaGrad(c, rescale);
    }
  }

  /**
   * The bargaining solution of Nash (Navon et al. 2022): steps of norm `maxNorm`, so that the learning rate means something else.
   *
   * @param maxNorm Norm of the combined gradient.
   * @param every Steps for which weights are kept.
   * @param heads Factors of the parameters that one task alone uses: 1, or the task's weight.
   */
  @Variant(value = "NASH_MTL", description = "The bargaining solution of Nash (Navon et al. 2022): steps of norm `maxNorm`, so that the learning rate means something else.")
  record Nash(
      @Key(value = "Norm of the combined gradient.", byDefault = "1", above = 0) double maxNorm,
      @Key(value = "Steps for which weights are kept.", byDefault = "1", min = 1) int every,
      @Key(value = "Factors of the parameters that one task alone uses: 1, or the task's weight.", byDefault = "PLAIN") TaskOwn heads) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new NashMtl(maxNorm, every, heads);
    }
  }

  /**
   * Alpha-fair gradients (Ban, Ji 2024).
   *
   * @param alpha 1: proportional fairness; larger: fairer.
   * @param heads Factors of the parameters that one task alone uses: 1, or the task's weight.
   */
  @Variant(value = "FAIRGRAD", description = "Alpha-fair gradients (Ban, Ji 2024).")
  record Fair(
      @Key(value = "1: proportional fairness; larger: fairer.", byDefault = "2", above = 0) double alpha,
      @Key(value = "Factors of the parameters that one task alone uses: 1, or the task's weight.", byDefault = "PLAIN") TaskOwn heads) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new FairGrad(alpha, heads);
    }
  }

  /**
   * Aligned principal components of the gradients (Senushkin et al. 2023).
   *
   * @param scale Which singular value becomes that of all.
   */
  @Variant(value = "ALIGNED_MTL", description = "Aligned principal components of the gradients (Senushkin et al. 2023).")
  record Aligned(
      @Key(value = "Which singular value becomes that of all.", byDefault = "MIN") AlignedMtl.Scale scale) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new AlignedMtl(scale);
    }
  }

  /**
   * Projections onto the cone without conflict, summed (Quinton, Rey 2024).
   *
   * @param ridge What is added to the Gramian, so that it can be inverted.
   * @param epsilon How much of it.
   */
  @Variant(value = "UPGRAD", description = "Projections onto the cone without conflict, summed (Quinton, Rey 2024).")
  record Unconflicting(
      @Key(value = "What is added to the Gramian, so that it can be inverted.", byDefault = "ROWS") Ridge ridge,
      @Key(value = "How much of it.", byDefault = "0.0001", above = 0) double epsilon) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new UpGrad(ridge, epsilon);
    }
  }

  /**
   * The mean gradient, projected onto the cone without conflict.
   *
   * @param ridge What is added to the Gramian, so that it can be inverted.
   * @param epsilon How much of it.
   */
  @Variant(value = "DUAL_PROJ", description = "The mean gradient, projected onto the cone without conflict.")
  record DualProjected(
      @Key(value = "What is added to the Gramian, so that it can be inverted.", byDefault = "ROWS") Ridge ridge,
      @Key(value = "How much of it.", byDefault = "0.0001", above = 0) double epsilon) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new DualProj(ridge, epsilon);
    }
  }

  /**
   * Gradient vaccine (Wang et al. 2021).
   *
   * @param beta How fast the aimed cosines follow those that are seen.
   * @param groups What is treated as one vector.
   */
  @Variant(value = "GRADVAC", description = "Gradient vaccine (Wang et al. 2021).")
  record Vaccine(
      @Key(value = "How fast the aimed cosines follow those that are seen.", byDefault = "0.5", min = 0, max = 1) double beta,
      @Key(value = "What is treated as one vector.", byDefault = "WHOLE") GradVac.Groups groups) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new GradVac(beta, groups);
    }
  }

  /**
   * Gradient sign dropout (Chen et al. 2020), on the columns of the gradients.
   *
   * @param leak Share of a gradient that is never dropped.
   */
  @Variant(value = "GRADDROP", description = "Gradient sign dropout (Chen et al. 2020), on the columns of the gradients.")
  record SignDropout(
      @Key(value = "Share of a gradient that is never dropped.", byDefault = "0", min = 0, max = 1) double leak) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new GradDrop(leak);
    }
  }

  /**
   * Dual balancing (Lin et al. 2023): logarithms of losses, gradients of one norm.
   *
   * @param beta How much of the mean gradient is kept.
   * @param sigma How fast that falls.
   */
  @Variant(value = "DB_MTL", description = "Dual balancing (Lin et al. 2023): logarithms of losses, gradients of one norm.")
  record DualBalancing(
      @Key(value = "How much of the mean gradient is kept.", byDefault = "0.9", min = 0, below = 1) double beta,
      @Key(value = "How fast that falls.", byDefault = "0", min = 0) double sigma) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new DbMtl(beta, sigma);
    }
  }

  /**
   * Multi-objective gradients with correction (Fernando et al. 2023).
   *
   * @param beta Rate of the tracked gradients.
   * @param betaSigma How fast it falls.
   * @param gamma Rate of the weights.
   * @param gammaSigma How fast it falls.
   * @param rho How strongly weights are drawn together.
   * @param simplex What brings weights back onto the simplex.
   */
  @Variant(value = "MOCO", description = "Multi-objective gradients with correction (Fernando et al. 2023).")
  record Corrected(
      @Key(value = "Rate of the tracked gradients.", byDefault = "0.5", min = 0, max = 1) double beta,
      @Key(value = "How fast it falls.", byDefault = "0.5", min = 0) double betaSigma,
      @Key(value = "Rate of the weights.", byDefault = "0.1", min = 0) double gamma,
      @Key(value = "How fast it falls.", byDefault = "0.5", min = 0) double gammaSigma,
      @Key(value = "How strongly weights are drawn together.", byDefault = "0", min = 0) double rho,
      @Key(value = "What brings weights back onto the simplex.", byDefault = "PROJECTION") MoCo.Simplex simplex) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new MoCo(beta, betaSigma, gamma, gammaSigma, rho, simplex);
    }
  }

  /**
   * Robust weighting by excess risks (He et al. 2024).
   *
   * @param rate Rate of the weights.
   */
  @Variant(value = "EXCESS_MTL", description = "Robust weighting by excess risks (He et al. 2024).")
  record Excess(
      @Key(value = "Rate of the weights.", byDefault = "0.01", min = 0) double rate) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new ExcessMtl(rate);
    }
  }

  /**
   * Multi-objective gradients by double sampling (Chen et al. 2023): three batches an iteration.
   *
   * @param gamma Rate of the weights.
   * @param rho How strongly weights are drawn together.
   */
  @Variant(value = "MODO", description = "Multi-objective gradients by double sampling (Chen et al. 2023): three batches an iteration.")
  record Modo(
      @Key(value = "Rate of the weights.", byDefault = "0.001", min = 0) double gamma,
      @Key(value = "How strongly weights are drawn together.", byDefault = "0.1", min = 0) double rho) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new MoDo(gamma, rho);
    }
  }

  /**
   * Stochastic direction-oriented gradients (Xiao, Ban, Ji 2023): three batches an iteration.
   *
   * @param lambda How near to the mean gradient.
   * @param steps Steps on the weights in an iteration.
   */
  @Variant(value = "SDMGRAD", description = "Stochastic direction-oriented gradients (Xiao, Ban, Ji 2023): three batches an iteration.")
  record Sdm(
      @Key(value = "How near to the mean gradient.", byDefault = "0.3", min = 0) double lambda,
      @Key(value = "Steps on the weights in an iteration.", byDefault = "20", min = 1) int steps) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new SdmGrad(lambda, steps);
    }
  }

  /**
   * Weights from a step that is taken back (Ye et al. 2021): three batches an iteration.
   *
   * @param rate Rate of the weights' logits.
   * @param innerRate Rate of the step that is taken back.
   */
  @Variant(value = "MOML", description = "Weights from a step that is taken back (Ye et al. 2021): three batches an iteration.")
  record Bilevel(
      @Key(value = "Rate of the weights' logits.", byDefault = "0.001", above = 0) double rate,
      @Key(value = "Rate of the step that is taken back.", byDefault = "0.1", above = 0) double innerRate) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new Moml(rate, innerRate);
    }
  }

  /**
   * Auto-Lambda (Liu et al. 2022): three batches an iteration.
   *
   * @param rate Rate of the weights' logits.
   */
  @Variant(value = "AUTO_LAMBDA", description = "Auto-Lambda (Liu et al. 2022): three batches an iteration.")
  record LambdaSearch(
      @Key(value = "Rate of the weights' logits.", byDefault = "0.001", above = 0) double rate) implements BalancingConfig {
    @Override
    public Balancing toBalancing() {
      return new AutoLambda(rate);
    }
  }
}
