package org.automtl4j.graph.automtl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Node;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The structure of a {@link SuperModel}: a backbone in which every task may share a layer, have its own, or skip it, with a head per task (AutoMTL: Zhang, Liu,
 * Guan, NeurIPS 2022). {@link SuperModel#builder} makes it. Its views are those of {@link BranchView}.
 */
public final class BranchNetwork implements Network {
  private final Backbone backbone;
  private final Map<String, Task> tasks;
  private final Map<String, TaskHead> heads;
  private final BatchNormPolicy batchNormPolicy;
  private final int sharedBottom;
  private final Initialization initialization;
  private final BackboneWeights weights;
  private final DataType dataType;
  private final List<PolicyNode> policyNodes;
  private final Map<Integer, PolicyNode> policyByLayer = new LinkedHashMap<>();
  private final List<ParameterSpec> parameters;

  /** @param checked whether heads that do not give what their tasks need are refused */
  BranchNetwork(SuperModel.Builder b, boolean checked) {
    this.backbone = b.backbone;
    this.tasks = Collections.unmodifiableMap(new LinkedHashMap<>(b.tasks));
    this.heads = Map.copyOf(b.heads);
    this.batchNormPolicy = b.batchNormPolicy;
    this.sharedBottom = b.sharedBottom;
    this.initialization = b.initialization;
    this.weights = b.weights;
    this.dataType = b.dataType;
    this.policyNodes = findPolicyNodes();
    policyNodes.forEach(node -> policyByLayer.put(node.layer(), node));
    if (checked) {
      HeadCheck.check(this);
    }
    this.parameters = BranchSpecs.of(this);
  }

  @Override
  public String method() {
    return "automtl";
  }

  @Override
  public int inputChannels() {
    return backbone.inputChannels();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return parameters;
  }

  @Override
  public NetworkGraph graph(Parameters numbers, GraphRequest request) {
    return BranchGraph.of(SuperModel.of(this, numbers, 0), view(request.view()), request);
  }

  /** The view as one of this network. */
  private static BranchView view(View view) {
    if (view instanceof BranchView known) {
      return known;
    }
    throw new InvalidInputException("a network of branches has no view '" + view.id() + "'; it has common, task-specific, mean, soft, hard");
  }

  @Override
  public String fingerprint() {
    return BranchFingerprint.of(this);
  }

  /**
   * Draws the first numbers; those of the backbone are trained ones where {@link #weights} has them.
   *
   * @param seed seed of the numbers; each parameter has those that it would have beside all others
   * @param wanted which parameters are to be there
   * @return the numbers
   */
  public Parameters fresh(long seed, Predicate<ParameterSpec> wanted) {
    Parameters numbers = Parameters.fresh(this, seed, wanted);
    weights.into(this, numbers);
    return numbers;
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

  @Override
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
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

  @Override
  public DataType dataType() {
    return dataType;
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

  /**
   * Checks that every task can learn from images of a size.
   *
   * @param height rows of the images, in pixels
   * @param width columns of the images, in pixels
   * @throws InvalidInputException if the size does not fit the backbone or a head, if a head gives another rank or width than its task needs, or if a dense
   *     task would have a map of one pixel for a whole image
   */
  @Override
  public void checkSize(int height, int width) {
    HeadCheck.check(this, height, width);
  }

  @Override
  public String toString() {
    return "BranchNetwork of " + backbone + " for " + String.join(", ", tasks.keySet()) + ": " + policyNodes.size() + " policy nodes";
  }
}
