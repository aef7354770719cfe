package org.automtl4j.train.step;

import java.util.Optional;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.train.optimizer.ParameterUpdate;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The way of a phase's gradients to its parameters: what holds them back, where something does, and the optimisers behind it. */
public final class GradientChain implements AutoCloseable {
  private final Learner learner;
  private final Optional<GradientBuffer> buffer;

  /**
   * @param parameters of the model
   * @param learning the groups that learn
   * @param handling what happens to gradients before
   */
  public GradientChain(Parameters parameters, ParameterLearning learning, GradientHandling handling) {
    this.learner = new Learner(parameters, learning);
    this.buffer = handling.holdsGradients() ? Optional.of(new GradientBuffer(parameters, handling.clipNorm(), learner)) : Optional.empty();
  }

  /** The end of the chain: parameters learn. */
  private static final class Learner implements GradientSink {
    private final Parameters parameters;
    private final ParameterLearning learning;
    private int iteration;

    private Learner(Parameters parameters, ParameterLearning learning) {
      this.parameters = parameters;
      this.learning = learning;
    }

    @Override
    public void accept(String name, INDArray gradient, long first) {
      ParameterSpec parameter = parameters.spec(name);
      learning.step(iteration, parameter, ParameterUpdate.ofPart(name, parameters.get(name), gradient, first));
    }
  }

  /**
   * @param iteration the stage's iteration, from 0, for learning rates
   * @return where the gradients of its step go
   */
  public GradientSink at(int iteration) {
    learner.iteration = iteration;
    return buffer.isPresent() ? buffer.get() : learner;
  }

  /** Gives back the memory of what was held; what the optimisers remember is theirs. */
  @Override
  public void close() {
    buffer.ifPresent(GradientBuffer::close);
  }
}
