package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A backbone in which every task may share a layer, have its own, or skip it, with a head per task (AutoMTL: Zhang, Liu, Guan, NeurIPS 2022). The structure
 * is fixed; the numbers live in {@link #parameters}. With a single task there is nothing to choose: the model is the plain backbone and its head.
 */
public final class SuperModel {
  private final Backbone backbone;
  private final Map<String, Task> tasks;
  private final Map<String, TaskHead> heads;
  private final BatchNormPolicy batchNormPolicy;
  private final int sharedBottom;
  private final Initialization initialization;
  private final BackboneWeights weights;
  private final DataType dataType;
  private final long seed;
  private final List<PolicyNode> policyNodes;
  private final Map<Integer, PolicyNode> policyByLayer = new LinkedHashMap<>();
  private final ParameterStore parameters;

  private SuperModel(Builder b, Function<SuperModel, ParameterStore> numbers) {
    this.backbone = b.backbone;
    this.tasks = Collections.unmodifiableMap(new LinkedHashMap<>(b.tasks));
    this.heads = Map.copyOf(b.heads);
    this.batchNormPolicy = b.batchNormPolicy;
    this.sharedBottom = b.sharedBottom;
    this.initialization = b.initialization;
    this.weights = b.weights;
    this.dataType = b.dataType;
    this.seed = b.seed;
    this.policyNodes = findPolicyNodes();
    policyNodes.forEach(node -> policyByLayer.put(node.layer(), node));
    this.parameters = numbers.apply(this);
  }

  /**
   * @param backbone the network to share
   * @return a builder without tasks
   */
  public static Builder builder(Backbone backbone) {
    return new Builder(backbone);
  }

  private List<PolicyNode> findPolicyNodes() {
    List<PolicyNode> found = new ArrayList<>();
    boolean search = batchNormPolicy == BatchNormPolicy.SEARCH;
    int convolutions = 0;
    for (Node node : isSingleTask() ? List.<Node>of() : backbone.nodes()) {
      boolean own = node.layer() instanceof Convolution && ++convolutions > sharedBottom || search && node.layer() instanceof BatchNorm;
      if (own) {
        found.add(new PolicyNode(found.size(), node.index(), node.layer().name(), branches(node.index()), backbone.depth(node.index(), search)));
      }
    }
    return List.copyOf(found);
  }

  /**
   * The branches that exist at a layer, whether or not a policy chooses among them.
   *
   * @param layer index of a convolution or BatchNorm
   * @return in the order of {@link Branch}; with a single task only the shared one
   */
  public List<Branch> branches(int layer) {
    if (isSingleTask()) {
      return List.of(Branch.SHARED);
    }
    boolean skip = backbone.nodes().get(layer).layer() instanceof Convolution
        ? SkipPath.of(backbone, layer) != SkipPath.NONE
        : batchNormPolicy == BatchNormPolicy.SEARCH;
    return skip ? List.of(Branch.values()) : List.of(Branch.SHARED, Branch.SPECIFIC);
  }

  /** @return the backbone */
  public Backbone backbone() {
    return backbone;
  }

  /** @return the tasks in the order in which they were added */
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  /**
   * @param name a task's name
   * @return the task
   * @throws InvalidInputException if the model has no such task
   */
  public Task task(String name) {
    Task task = tasks.get(name);
    if (task == null) {
      throw new InvalidInputException("the model has no task '" + name + "'; its tasks are " + String.join(", ", tasks.keySet()));
    }
    return task;
  }

  /**
   * @param task a task's name
   * @return its head
   * @throws InvalidInputException if the model has no such task
   */
  public TaskHead head(String task) {
    return heads.get(task(task).name());
  }

  /** @return whether there is one task only, so that nothing is shared, specific or skipped */
  public boolean isSingleTask() {
    return tasks.size() == 1;
  }

  /** @return whether BatchNorms have policies */
  public BatchNormPolicy batchNormPolicy() {
    return batchNormPolicy;
  }

  /** @return how many of the first convolutions are shared by all tasks without a choice */
  public int sharedBottom() {
    return sharedBottom;
  }

  /** @return how convolutions and linear layers start */
  public Initialization initialization() {
    return initialization;
  }

  /** @return trained numbers that the backbone starts from; often none */
  public BackboneWeights weights() {
    return weights;
  }

  /** @return type of all numbers */
  public DataType dataType() {
    return dataType;
  }

  /** @return the seed of the first numbers */
  public long seed() {
    return seed;
  }

  /** @return the layers where tasks choose, in file order; none with a single task */
  public List<PolicyNode> policyNodes() {
    return policyNodes;
  }

  /**
   * @param layer index of a layer
   * @return its policy node, or empty where tasks have no choice
   */
  public Optional<PolicyNode> policyNode(int layer) {
    return Optional.ofNullable(policyByLayer.get(layer));
  }

  /** @return the numbers; shared with all graphs of this model */
  public ParameterStore parameters() {
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
    HeadCheck.check(this, height, width);
  }

  /**
   * @param seed seed of the new numbers
   * @return a model of the same structure with new weights (trained ones where {@link #weights} has them) and zero policies
   */
  public SuperModel fresh(long seed) {
    return sameStructure().seed(seed).build();
  }

  /**
   * As {@link #fresh(long)}, without the parameters that nobody is going to read: enough for the graphs that will be made of it.
   *
   * @param seed seed of the new numbers; each parameter has those that it would have beside all others
   * @param wanted tells by its name whether the model has a parameter
   * @return the model
   */
  public SuperModel fresh(long seed, Predicate<String> wanted) {
    return sameStructure().seed(seed).build(wanted);
  }

  /**
   * A model of the same structure over other numbers, of which there may be fewer: enough for the graphs that will be made of it.
   *
   * @param numbers by parameter name; the arrays themselves are kept, and shapes are not checked before a graph is made
   * @return the model
   */
  public SuperModel over(Map<String, INDArray> numbers) {
    return sameStructure().seed(seed).buildOver(numbers);
  }

  private Builder sameStructure() {
    Builder builder = builder(backbone).batchNormPolicy(batchNormPolicy).shareBottom(sharedBottom).initialization(initialization).weights(weights)
        .dataType(dataType);
    tasks.values().forEach(task -> builder.task(task, heads.get(task.name())));
    return builder;
  }

  @Override
  public String toString() {
    return "SuperModel of " + backbone + " for " + String.join(", ", tasks.keySet()) + ": " + policyNodes.size() + " policy nodes";
  }

  /** Collects what a {@link SuperModel} is made of. */
  public static final class Builder {
    private final Backbone backbone;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, TaskHead> heads = new LinkedHashMap<>();
    private BatchNormPolicy batchNormPolicy = BatchNormPolicy.TASK_SPECIFIC;
    private int sharedBottom;
    private Initialization initialization = Initialization.UNIFORM;
    private BackboneWeights weights = BackboneWeights.none();
    private DataType dataType = DataType.FLOAT;
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
     * @return the model
     * @throws InvalidInputException without tasks, if more convolutions are to be shared than there are, or if a head gives another rank or width than its task
     *     needs: dense tasks [N, outputs, h, w], others [N, outputs]. Whether all fits images of a size is told by {@link SuperModel#checkSize}
     */
    public SuperModel build() {
      return build(name -> true);
    }

    private SuperModel build(Predicate<String> wanted) {
      check();
      return new SuperModel(this, model -> {
        HeadCheck.check(model);
        return ParameterFactory.create(model, wanted);
      });
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
      return new SuperModel(this, model -> ParameterStore.of(dataType, numbers, ParameterFactory.headStatistics(model)));
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
