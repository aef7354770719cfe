package org.automtl4j.graph.automtl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A backbone in which every task may share a layer, have its own, or skip it, with a head per task (AutoMTL: Zhang, Liu, Guan, NeurIPS 2022). The structure
 * is fixed, a {@link #network}; the numbers live in {@link #parameters}. With a single task there is nothing to choose: the model is the plain backbone and its head.
 */
public final class SuperModel {
  private final BranchNetwork network;
  private final long seed;
  private final Parameters parameters;

  private SuperModel(BranchNetwork network, Parameters parameters, long seed) {
    this.network = network;
    this.parameters = parameters;
    this.seed = seed;
  }

  /**
   * @param backbone the network to share
   * @return a builder without tasks
   */
  public static Builder builder(Backbone backbone) {
    return new Builder(backbone);
  }

  /**
   * @param network a structure
   * @param parameters its numbers, of all its parameters or some; the very arrays
   * @param seed the seed of the first numbers
   * @return both together
   */
  public static SuperModel of(BranchNetwork network, Parameters parameters, long seed) {
    return new SuperModel(network, parameters, seed);
  }

  /** @return the structure */
  public BranchNetwork network() {
    return network;
  }

  /**
   * The branches that exist at a layer, whether or not a policy chooses among them.
   *
   * @param layer index of a convolution or BatchNorm
   * @return in the order of {@link Branch}; with a single task only the shared one
   */
  public List<Branch> branches(int layer) {
    return network.branches(layer);
  }

  /** @return the backbone */
  public Backbone backbone() {
    return network.backbone();
  }

  /** @return the tasks in the order in which they were added */
  public List<Task> tasks() {
    return network.tasks();
  }

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if the model has no such task
   */
  public Task task(String name) {
    return network.task(name);
  }

  /**
   * @param task a task's name
   * @return its head
   * @throws InvalidInputException if the model has no such task
   */
  public TaskHead head(String task) {
    return network.head(task);
  }

  /** @return whether there is one task only, so that nothing is shared, specific or skipped */
  public boolean isSingleTask() {
    return network.isSingleTask();
  }

  /** @return whether BatchNorms have policies */
  public BatchNormPolicy batchNormPolicy() {
    return network.batchNormPolicy();
  }

  /** @return how many of the first convolutions are shared by all tasks without a choice */
  public int sharedBottom() {
    return network.sharedBottom();
  }

  /** @return how convolutions and linear layers start */
  public Initialization initialization() {
    return network.initialization();
  }

  /** @return trained numbers that the backbone starts from; often none */
  public BackboneWeights weights() {
    return network.weights();
  }

  /** @return type of all numbers */
  public DataType dataType() {
    return network.dataType();
  }

  /** @return the seed of the first numbers */
  public long seed() {
    return seed;
  }

  /** @return the layers where tasks choose, in file order; none with a single task */
  public List<PolicyNode> policyNodes() {
    return network.policyNodes();
  }

  /**
   * @param layer index of a layer
   * @return its policy node, or empty where tasks have no choice
   */
  public Optional<PolicyNode> policyNode(int layer) {
    return network.policyNode(layer);
  }

  /** @return the numbers; shared with all graphs of this model */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Checks that every task can learn from images of a size.
   *
   * @param height rows of the images, in pixels
   * @param width columns of the images, in pixels
   * @throws InvalidInputException if the size does not fit the backbone or a head, if a head gives another rank or width than its task needs, or if a dense
   *     task would have a map of one pixel for a whole image
   */
  public void checkSize(int height, int width) {
    network.checkSize(height, width);
  }

  /**
   * @param seed seed of the new numbers
   * @return a model of the same structure with new weights (trained ones where {@link #weights} has them) and zero policies
   */
  public SuperModel fresh(long seed) {
    return fresh(seed, name -> true);
  }

  /**
   * As {@link #fresh(long)}, without the parameters that nobody is going to read: enough for the graphs that will be made of it.
   *
   * @param seed seed of the new numbers; each parameter has those that it would have beside all others
   * @param wanted tells by its name whether the model has a parameter
   * @return the model
   */
  public SuperModel fresh(long seed, Predicate<String> wanted) {
    return new SuperModel(network, network.fresh(seed, spec -> wanted.test(spec.name())), seed);
  }

  /**
   * A model of the same structure over other numbers, of which there may be fewer: enough for the graphs that will be made of it.
   *
   * @param numbers by parameter name; the arrays themselves are kept, and shapes are not checked before a graph is made
   * @return the model
   */
  public SuperModel over(Map<String, INDArray> numbers) {
    return new SuperModel(network, over(network, numbers), seed);
  }

  /** Roles follow from the specifications; what a file has beside them keeps the role that its name says. */
  private static Parameters over(BranchNetwork network, Map<String, INDArray> numbers) {
    Map<String, ParameterSpec> known = network.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, spec -> spec));
    return Parameters.of(numbers.entrySet().stream().map(e -> {
      ParameterSpec spec = known.getOrDefault(e.getKey(), new ParameterSpec(e.getKey(), ParameterNames.role(e.getKey()), Initializer.constant(0), e.getKey()));
      return new Parameters.Parameter(new ParameterSpec(spec.name(), spec.role(), spec.initializer(), spec.drawnAs(), e.getValue().shape()), e.getValue());
    }).toList());
  }

  @Override
  public String toString() {
    return "SuperModel of " + backbone() + " for " + tasks().stream().map(Task::name).collect(Collectors.joining(", ")) + ": " + policyNodes().size() + " policy nodes";
  }

  /** Collects what a {@link SuperModel} is made of. */
  public static final class Builder {
    final Backbone backbone;
    final Map<String, Task> tasks = new LinkedHashMap<>();
    final Map<String, TaskHead> heads = new LinkedHashMap<>();
    BatchNormPolicy batchNormPolicy = BatchNormPolicy.TASK_SPECIFIC;
    int sharedBottom;
    Initialization initialization = Initialization.UNIFORM;
    BackboneWeights weights = BackboneWeights.none();
    DataType dataType = DataType.FLOAT;
    private long seed;

    private Builder(Backbone backbone) {
      this.backbone = Objects.requireNonNull(backbone, "backbone");
    }

    /**
     * Adds a task. One is needed at least.
     *
     * @param task the task; its name must be new
     * @param head what predicts it
     * @return this
     */
    public Builder task(Task task, TaskHead head) {
      if (tasks.putIfAbsent(task.name(), task) != null) {
        throw new InvalidInputException("there are two tasks named '" + task.name() + "'; names must differ");
      }
      heads.put(task.name(), Objects.requireNonNull(head, "head"));
      return this;
    }

    /**
     * @param policy whether BatchNorms have policies; by default they are task-specific
     * @return this
     */
    public Builder batchNormPolicy(BatchNormPolicy policy) {
      batchNormPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Takes the choice away from the first convolutions: in search, sampling and hard graphs all tasks share them. Pre-training still trains all their
     * branches.
     *
     * @param convolutions how many, in file order; 0 by default
     * @return this
     */
    public Builder shareBottom(int convolutions) {
      sharedBottom = convolutions;
      return this;
    }

    /**
     * @param initialization how convolutions and linear layers start; uniform in +-1/sqrt(fan_in) by default
     * @return this
     */
    public Builder initialization(Initialization initialization) {
      this.initialization = Objects.requireNonNull(initialization, "initialization");
      return this;
    }

    /**
     * @param trained numbers that shared and specific branches of the backbone start from, in place of {@link #initialization}; so do fresh models of this structure
     * @return this
     * @throws InvalidInputException if they are of another backbone
     */
    public Builder weights(BackboneWeights trained) {
      trained.check(backbone);
      weights = trained;
      return this;
    }

    /**
     * @param dataType float (the default) or double
     * @return this
     */
    public Builder dataType(DataType dataType) {
      if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
        throw new IllegalArgumentException("the data type must be FLOAT or DOUBLE, found " + dataType);
      }
      this.dataType = dataType;
      return this;
    }

    /**
     * @param seed seed of the first numbers; 0 by default
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * @return the structure alone, without numbers
     * @throws InvalidInputException as {@link #build} does
     */
    public BranchNetwork network() {
      check();
      return new BranchNetwork(this, true);
    }

    /**
     * @return the model
     * @throws InvalidInputException without tasks, if more convolutions are to be shared than there are, or if a head gives another rank or width than its task
     *     needs: dense tasks [N, outputs, h, w], others [N, outputs]. Whether all fits images of a size is told by {@link SuperModel#checkSize}
     */
    public SuperModel build() {
      check();
      BranchNetwork network = new BranchNetwork(this, true);
      return new SuperModel(network, network.fresh(seed, spec -> true), seed);
    }

    /**
     * Builds over given numbers, for models that are read from files, see {@link SuperModel#over}.
     *
     * @param numbers by parameter name; the arrays themselves are kept
     * @return the model
     * @throws InvalidInputException without tasks, or if more convolutions are to be shared than there are
     */
    public SuperModel buildOver(Map<String, INDArray> numbers) {
      check();
      BranchNetwork network = new BranchNetwork(this, false);
      return new SuperModel(network, over(network, numbers), seed);
    }

    private void check() {
      if (tasks.isEmpty()) {
        throw new InvalidInputException("a model needs at least one task");
      }
      long convolutions = backbone.nodes().stream().filter(node -> node.layer() instanceof Convolution).count();
      if (sharedBottom < 0 || sharedBottom > convolutions) {
        throw new InvalidInputException("shareBottom must be between 0 and the backbone's " + convolutions + " convolutions, found " + sharedBottom);
      }
    }
  }
}
