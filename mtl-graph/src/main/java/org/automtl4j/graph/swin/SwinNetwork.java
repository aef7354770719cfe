package org.automtl4j.graph.swin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.head.NetworkHeadScope;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One Swin encoder for all tasks and a head for each: hard sharing, or with one task its single-task model.
 *
 * <pre>{@code
 * SwinNetwork network = SwinNetwork.builder(SwinSpec.tiny())
 *     .task(Task.segmentation("floor", 5), TaskHead.conv1x1(256))
 *     .task(Task.depth("depth"), TaskHead.conv1x1(256)).build();
 * Parameters parameters = Parameters.fresh(network, 1);
 * }</pre>
 */
public final class SwinNetwork implements Network {
  private final Map<String, Task> tasks;
  private final Map<String, TaskHead> heads;
  private final SwinEncoder encoder;
  private final NetworkStructure.Basis basis;
  private final List<ParameterSpec> parameters;

  private SwinNetwork(Builder b) {
    this.tasks = Collections.unmodifiableMap(new LinkedHashMap<>(b.tasks));
    this.heads = Map.copyOf(b.heads);
    this.encoder = new SwinEncoder(b.spec, "swin");
    this.basis = new NetworkStructure.Basis(b.spec.image().channels(), b.dataType, b.initialization);
    GraphRequest widest = new GraphRequest(new SwinView(), List.copyOf(tasks.keySet()), Mode.TRAINING, b.spec.image().height(),
        b.spec.image().width());
    NetworkStructure structure = this::build;
    this.parameters = structure.record(basis, widest);
  }

  /**
   * @param spec sizes of the encoder
   * @return a builder without tasks
   */
  public static Builder builder(SwinSpec spec) {
    return new Builder(spec);
  }

  private void build(NetworkScope scope) {
    Features features = encoder.features(scope);
    for (Task task : tasks.values()) {
      if (scope.tasks().contains(task.name())) {
        NetworkHeadScope.build(scope, heads.get(task.name()), task, features);
      }
    }
  }

  @Override
  public String method() {
    return tasks.size() == 1 ? "single-task" : "hard-sharing";
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
    if (!(request.view() instanceof SwinView)) {
      throw new InvalidInputException("a Swin network has no view '" + request.view().id() + "'; it has static");
    }
    request.tasks().forEach(this::task);
    NetworkStructure structure = this::build;
    return structure.graph(basis, numbers, request);
  }

  @Override
  public String fingerprint() {
    StringBuilder text = new StringBuilder("swin 1\n").append(words(encoder.spec()));
    tasks.values().forEach(task -> text.append("task ").append(task.name()).append(' ').append(task.kind()).append(' ')
        .append(task.outputs()).append(' ')
        .append(heads.get(task.name()).type()).append(' ').append(new TreeMap<>(heads.get(task.name()).settings())).append('\n'));
    return text.toString();
  }

  /**
   * @param spec sizes of an encoder
   * @return a text for fingerprints, equal for equal sizes, whose words never change
   */
  public static String words(SwinSpec spec) {
    StringBuilder text = new StringBuilder("channels ").append(spec.image().channels()).append(" size ").append(spec.image().height())
        .append('x').append(spec.image().width())
        .append(" patch ").append(spec.image().patch()).append(" width ").append(spec.width()).append(" window ").append(spec.window())
        .append('\n');
    spec.stages().forEach(stage -> text.append("stage ").append(stage.depth()).append(" heads ").append(stage.heads()).append('\n'));
    SwinDetails details = spec.details();
    return text.append("mlp ").append(details.mlpRatio()).append(" bias ").append(details.qkvBias()).append(" scale ")
        .append(details.qkScale().isPresent() ? Double.toString(details.qkScale().getAsDouble()) : "usual").append(" positions ")
        .append(details.positions())
        .append(" patchNorm ").append(details.patchNorm()).append(" dropPath ").append(details.dropPath()).append('\n').toString();
  }

  /** @return the encoder that all tasks share */
  public SwinEncoder encoder() {
    return encoder;
  }

  @Override
  public String toString() {
    return "SwinNetwork of width " + encoder.spec().width() + " for " + String.join(", ", tasks.keySet());
  }

  /** Collects what a {@link SwinNetwork} is made of. */
  public static final class Builder {
    private final SwinSpec spec;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, TaskHead> heads = new LinkedHashMap<>();
    private Initialization initialization = Initialization.UNIFORM;
    private DataType dataType = DataType.FLOAT;

    private Builder(SwinSpec spec) {
      this.spec = Objects.requireNonNull(spec, "spec");
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
     * @param value how heads start; without this call {@link Initialization#UNIFORM}. The encoder always starts as published
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
     * @throws InvalidInputException without a task, or where a head does not fit the encoder's maps
     */
    public SwinNetwork build() {
      if (tasks.isEmpty()) {
        throw new InvalidInputException("a Swin network needs at least one task; add one with task(...)");
      }
      return new SwinNetwork(this);
    }
  }
}
