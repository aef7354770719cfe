package org.automtl4j.train.optimizer;

import org.automtl4j.core.InvalidInputException;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Changes parameters in place, given their gradients. Weight decay is coupled L2, {@code decay * parameter} added to the gradient before anything else, or
 * decoupled, {@code parameter -= rate * decay * parameter} beside the rule's own step (Loshchilov, Hutter: Decoupled weight decay regularization, ICLR 2019).
 *
 * <p>State is kept per parameter name and begins with the parameter's first gradient. A parameter that a step does not mention is left alone. Parameters are
 * FLOAT or DOUBLE, computed in their own precision. The state lies beside Java's heap until {@link #close}. Not thread-safe.
 */
public interface Optimizer extends AutoCloseable {

  /**
   * Takes a step of some parameters. A step of many may be taken in parts, since no parameter's update depends on another's.
   *
   * @param iteration the stage's iteration, from 0, for the learning rate
   * @param updates each parameter at most once in an iteration
   * @throws IllegalArgumentException if shapes or data types of parameter, gradient and state do not agree, or the parameter is not contiguous in 'c' order
   */
  void step(int iteration, Iterable<ParameterUpdate> updates);

  /**
   * @param iteration the stage's iteration, from 0
   * @return the learning rate of that iteration
   */
  double learningRate(int iteration);

  /** @return the factor of weight decay, coupled or decoupled */
  double weightDecay();

  /** @return how many numbers the rule remembers of each number of a parameter */
  int states();

  /** @return the bytes of all that the rule remembers */
  long bytes();

  /**
   * Begins the schedule of the learning rate again: the given iteration counts as its first, with the rate that it would have had.
   *
   * @param iteration the stage's iteration, from 0
   */
  void restartSchedule(int iteration);

  /**
   * All that the rule remembers. The arrays are the optimiser's own: the state is to be written before the next step, or copied.
   *
   * @return a view
   */
  OptimizerState state();

  /**
   * Goes on from a state that was taken out before, in place of the one it had.
   *
   * @param state the state, whose arrays become the optimiser's own; not a view of this or another optimiser
   * @throws IllegalArgumentException if it is another rule's state
   */
  void restore(OptimizerState state);

  /** Forgets the state and gives its memory back. */
  @Override
  void close();

  /**
   * The optimiser that a Deeplearning4j configuration means: {@link Adam} gives {@link AdamOptimizer}, {@link Sgd} and {@link Nesterovs} give
   * {@link MomentumOptimizer}.
   *
   * <p>Two things differ from ND4J's own updaters. Adam's epsilon is added to the root of the bias-corrected second moment, as in the paper; ND4J adds it
   * before the correction, which makes it larger in the first steps. Nesterovs stands for heavy-ball momentum (velocity = momentum * velocity + gradient;
   * parameter -= rate * velocity), without Nesterov's look-ahead.
   *
   * @param updater an {@code Adam}, {@code Sgd} or {@code Nesterovs}, with a constant learning rate or a schedule by iteration
   * @param weightDecay coupled L2 factor, at least 0
   * @return the optimiser, with no state yet
   * @throws InvalidInputException for any other updater, a schedule by epoch or of momentum, and numbers out of range
   */
  static Optimizer of(IUpdater updater, double weightDecay) {
    return of(UpdateRule.of(updater, weightDecay));
  }

  /**
   * The optimiser of a rule; see {@link #of(IUpdater, double)} for what its updater means.
   *
   * @param rule the rule
   * @return the optimiser, with no state yet
   * @throws InvalidInputException for another updater than {@code Adam}, {@code Sgd} or {@code Nesterovs}, a schedule by epoch or of momentum, and numbers out of
   *     range
   */
  static Optimizer of(UpdateRule rule) {
    IUpdater updater = rule.updater();
    WeightDecay decay = new WeightDecay(rule.weightDecay(), rule.decoupled());
    if (updater.getClass() == Adam.class) {
      Adam adam = (Adam) updater;
      return new AdamOptimizer(rule.rate(), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon(), decay);
    }
    if (updater.getClass() == Sgd.class) {
      return new MomentumOptimizer(rule.rate(), 0, decay);
    }
    if (updater.getClass() == Nesterovs.class) {
      Nesterovs nesterovs = (Nesterovs) updater;
      if (nesterovs.getMomentumISchedule() != null) {
        throw new InvalidInputException("Nesterovs with a momentum schedule: the momentum must be constant; only learning rates take a schedule");
      }
      return new MomentumOptimizer(rule.rate(), nesterovs.getMomentum(), decay);
    }
    throw new InvalidInputException("updater " + updater.getClass().getSimpleName()
        + " is not supported; allowed: Adam, Sgd, Nesterovs (as heavy-ball momentum)");
  }
}
