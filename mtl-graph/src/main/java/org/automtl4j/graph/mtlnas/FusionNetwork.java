package org.automtl4j.graph.mtlnas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.choice.ChoiceDistribution;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One copy of a backbone for each task, with a head, and fusions between the copies: the super-network of MTL-NAS (Gao et al., CVPR 2020), and NDDR-CNN where
 * only equal sites are connected.
 *
 * <pre>{@code
 * FusionNetwork network = FusionNetwork.builder(Backbone.named("vgg16_largefov"))
 *     .task(Task.segmentation("floor", 40), TaskHead.largeFov(1024))
 *     .task(Task.normals("normal"), TaskHead.largeFov(1024))
 *     .settings(FusionSettings.mtlNas()).build();
 * Parameters parameters = Parameters.fresh(network, 1);
 * NetworkGraph graph = network.graph(parameters, new GraphRequest(new FusionView.Gated(), List.of("floor", "normal"), Mode.TRAINING, 321, 321));
 * }</pre>
 */
public final class FusionNetwork implements Network {
  private static final int[] USUAL_SIZES = {32, 64, 128, 256, 512, 1024};

  private final Backbone backbone;
  private final Map<String, Task> tasks;
  private final Map<String, TaskHead> heads;
  private final FusionSettings settings;
  private final FusionSpace space;
  private final List<Integer> auxiliarySites;
  private final NetworkStructure.Basis basis;
  private final List<ParameterSpec> parameters;

  private FusionNetwork(Builder b) {
    this.backbone = b.backbone;
    this.tasks = Collections.unmodifiableMap(new LinkedHashMap<>(b.tasks));
    this.heads = Map.copyOf(b.heads);
    this.settings = b.settings;
    this.basis = new NetworkStructure.Basis(backbone.inputChannels(), b.dataType, b.initialization);
    this.space = new FusionSpace(
        List.copyOf(tasks.keySet()), settings.sites().sites(backbone), settings.operator(), settings.depthLimit(), settings.allowCrossGroup());
    this.auxiliarySites = settings.auxiliary().stream().map(this::site).sorted().distinct().toList();
    int[] size = size();
    GraphRequest widest = new GraphRequest(new FusionView.Gated(), space.tasks(), GraphRequest.Mode.TRAINING, size[0], size[1]);
    this.parameters = new FusionGraph(this).record(basis, widest);
  }

  /**
   * @param backbone the network of which each task gets a copy
   * @return a builder without tasks, with MTL-NAS's settings
   */
  public static Builder builder(Backbone backbone) {
    return new Builder(backbone);
  }

  private int site(String name) {
    return space.sites().stream().filter(site -> site.key().equals(name) || site.name().equals(name)).mapToInt(FusionSite::index).findFirst()
        .orElseThrow(() -> new InvalidInputException("auxiliary site '" + name + "' is no fusion site; those are "
            + space.sites().stream().map(FusionSite::key).collect(Collectors.joining(", "))));
  }

  /** A size of images that fits, to learn the parameters. */
  private int[] size() {
    if (backbone.headerShape().isPresent()) {
      return new int[] {backbone.headerShape().get().height(), backbone.headerShape().get().width()};
    }
    for (int size : USUAL_SIZES) {
      try {
        backbone.shapes(size, size);
        return new int[] {size, size};
      } catch (InvalidInputException e) {
        // A larger one may fit; what does not fit the largest is said below.
      }
    }
    throw new InvalidInputException("backbone " + backbone.name() + " fits none of the usual sizes; give it a header with one that fits");
  }

  @Override
  public String method() {
    return "mtl-nas";
  }

  @Override
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  @Override
  public int inputChannels() {
    return basis.inputChannels();
  }

  @Override
  public DataType dataType() {
    return basis.dataType();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return parameters;
  }

  @Override
  public NetworkGraph graph(Parameters numbers, GraphRequest request) {
    view(request.view());
    request.tasks().forEach(this::task);
    return new FusionGraph(this).graph(basis, numbers, request);
  }

  /** The view as one of this network. */
  FusionView view(View view) {
    if (view instanceof FusionView.Discrete discrete) {
      discrete.architecture().checkedAgainst(this);
    }
    if (view instanceof FusionView known) {
      return known;
    }
    throw new InvalidInputException("a fusion network has no view '" + view.id() + "'; it has gated, soft, discrete, alone");
  }

  @Override
  public boolean inOnePass() {
    return true;
  }

  @Override
  public String fingerprint() {
    return FusionFingerprint.of(this);
  }

  /** @return the backbone of which each task has a copy */
  public Backbone backbone() {
    return backbone;
  }

  /** @return what it is like beside backbone and tasks */
  public FusionSettings settings() {
    return settings;
  }

  /** @return what may be connected */
  public FusionSpace space() {
    return space;
  }

  /** @return how convolutions and linear layers start */
  public Initialization initialization() {
    return basis.initialization();
  }

  /**
   * @param task a task's name
   * @return its head
   * @throws InvalidInputException if the network has no such task
   */
  public TaskHead head(String task) {
    return heads.get(task(task).name());
  }

  /** @return indexes of the sites that give auxiliary predictions in training, in order */
  public List<Integer> auxiliarySites() {
    return auxiliarySites;
  }

  /**
   * @param numbers with the logits of the gates, if the space has edges
   * @return for each edge how probable the logits make it
   */
  public ChoiceDistribution distribution(Parameters numbers) {
    return ChoiceDistribution.bernoulli(space.choices(), logits(numbers));
  }

  /**
   * @param numbers with the logits of the gates, if the space has edges
   * @return the edges whose logit is positive
   */
  public FusionArchitecture positive(Parameters numbers) {
    return FusionArchitecture.positive(this, logits(numbers));
  }

  private double[] logits(Parameters numbers) {
    List<Edge> edges = space.edges();
    return edges.isEmpty() ? new double[0] : numbers.get(FusionNames.LOGITS).toDoubleVector();
  }

  @Override
  public String toString() {
    return "FusionNetwork of " + backbone + " for " + String.join(", ", tasks.keySet()) + ": " + space.sites().size() + " sites, " + space.edges().size() + " edges";
  }

  /** Collects what a {@link FusionNetwork} is made of. */
  public static final class Builder {
    private final Backbone backbone;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, TaskHead> heads = new LinkedHashMap<>();
    private FusionSettings settings = FusionSettings.mtlNas();
    private Initialization initialization = Initialization.UNIFORM;
    private DataType dataType = DataType.FLOAT;

    private Builder(Backbone backbone) {
      this.backbone = Objects.requireNonNull(backbone, "backbone");
    }

    /**
     * @param task a task; its name must be new
     * @param head its head
     * @return this
     * @throws InvalidInputException if there is a task of that name
     */
    public Builder task(Task task, TaskHead head) {
      if (tasks.putIfAbsent(task.name(), task) != null) {
        throw new InvalidInputException("there are two tasks named '" + task.name() + "'");
      }
      heads.put(task.name(), head);
      return this;
    }

    /**
     * @param value sites, edges and fusions; without this call MTL-NAS's
     * @return this
     */
    public Builder settings(FusionSettings value) {
      settings = value;
      return this;
    }

    /**
     * @param value how convolutions and linear layers start; without this call {@link Initialization#UNIFORM}
     * @return this
     */
    public Builder initialization(Initialization value) {
      initialization = value;
      return this;
    }

    /**
     * @param value float or double; without this call float
     * @return this
     */
    public Builder dataType(DataType value) {
      dataType = value;
      return this;
    }

    /**
     * @return the network
     * @throws InvalidInputException with less than two tasks, without a fusion site, or where settings do not fit the backbone
     */
    public FusionNetwork build() {
      List<String> names = new ArrayList<>(tasks.keySet());
      if (names.size() < 2) {
        throw new InvalidInputException("a fusion network needs at least two tasks, found " + names);
      }
      return new FusionNetwork(this);
    }
  }
}
