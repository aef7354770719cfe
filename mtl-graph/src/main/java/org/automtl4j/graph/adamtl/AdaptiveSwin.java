package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
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
import org.automtl4j.graph.swin.SwinBlock;
import org.automtl4j.graph.swin.SwinEncoder;
import org.automtl4j.graph.swin.SwinNetwork;
import org.automtl4j.graph.swin.SwinSpec;
import org.automtl4j.graph.swin.SwinStage;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * AdaMTL's network: a Swin encoder for all tasks, a {@link Decoder} for each, and {@link Controllers}; without controllers it is the static network of the
 * first stage. Predictions have the image's size, which is fixed.
 *
 * <pre>{@code
 * AdaptiveSwin network = AdaptiveSwin.builder(SwinSpec.tiny()).decoder(128).controllers(Controllers.of(ControllerPolicy.PER_TASK))
 *     .task(Task.segmentation("floor", 5)).task(Task.depth("depth")).build();
 * }</pre>
 *
 * <p>Parameters are called {@code swin.<published module>.<part>} and {@code decoders.<task>.<published module>.<part>}. Masks are outputs of the graph, see
 * {@link MaskNames}.
 */
public final class AdaptiveSwin implements Network {
  /** What the names of the encoder's and the controllers' parameters begin with. */
  public static final String ENCODER = "swin";
  /** What the names of the decoders' parameters begin with; the task follows. */
  public static final String DECODERS = "decoders";

  private final Map<String, Task> tasks;
  private final SwinEncoder encoder;
  private final Decoder decoder;
  private final DecoderLayout layout;
  private final Optional<Controllers> controllers;
  private final NetworkStructure.Basis basis;
  private final List<ParameterSpec> parameters;

  private AdaptiveSwin(Builder b) {
    this.tasks = Collections.unmodifiableMap(new LinkedHashMap<>(b.tasks));
    this.encoder = new SwinEncoder(b.spec, ENCODER);
    this.decoder = b.decoder;
    this.layout = b.layout;
    this.controllers = b.controllers;
    this.basis = new NetworkStructure.Basis(b.spec.image().channels(), b.dataType, Initialization.UNIFORM);
    AdaptiveView widest = controllers.isPresent() ? new AdaptiveView.Adaptive() : new AdaptiveView.Static();
    NetworkStructure structure = this::build;
    this.parameters = structure.record(basis, new GraphRequest(widest, List.copyOf(tasks.keySet()), Mode.TRAINING, b.spec.image().height(), b.spec.image().width()));
  }

  /**
   * @param spec sizes of the encoder, the images' included
   * @return a builder without tasks
   */
  public static Builder builder(SwinSpec spec) {
    return new Builder(spec);
  }

  /**
   * @param parameter name of one of such a network's parameters
   * @return whether it is a controller's
   */
  public static boolean isController(String parameter) {
    return parameter.startsWith(ENCODER + ".layers_controllers.") || parameter.startsWith(ENCODER + ".") && parameter.contains(".tokens_select.");
  }

  /**
   * @param parameter name of one of such a network's parameters
   * @param task a task's name
   * @return whether it is a controller's of that task alone
   */
  public static boolean isControllerOf(String parameter, String task) {
    return isController(parameter) && (parameter.startsWith(ENCODER + ".layers_controllers." + task + ".") || parameter.contains(".tokens_select." + task + "."));
  }

  /**
   * @param parameter name of one of such a network's parameters
   * @param task a task's name
   * @return whether it belongs to the task's decoder
   */
  public static boolean isDecoder(String parameter, String task) {
    return parameter.startsWith(DECODERS + "." + task + ".");
  }

  private void build(NetworkScope scope) {
    AdaptiveView view = (AdaptiveView) scope.request().view();
    List<SDVariable> tokens = view instanceof AdaptiveView.Static ? encoder.tokens(scope, SwinBlock::run)
        : encoder.tokens(scope, new AdaptivePass(controllers.orElseThrow(), List.copyOf(tasks.keySet()), ENCODER, view, scope));
    List<SwinStage> stages = encoder.spec().layout();
    List<Features.FeatureMap> maps = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      scope.expose("feature." + i, tokens.get(i)); // [N, L, D]
      maps.add(layout.map(scope, tokens.get(i), stages.get(i).output()));
    }
    decode(scope, new Features(maps));
  }

  /** Adds the decoders of the wanted tasks. */
  void decode(NetworkScope scope, Features features) {
    for (Task task : tasks.values()) {
      if (scope.tasks().contains(task.name())) {
        scope.predict(task.name(), decoder.build(scope, DECODERS + "." + task.name(), features, task.outputs()));
      }
    }
  }

  @Override
  public String method() {
    return "adamtl";
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
    if (!(request.view() instanceof AdaptiveView view)) {
      throw new InvalidInputException("an adaptive Swin network has no view '" + request.view().id() + "'; it has static, watched and adaptive");
    }
    if (controllers.isEmpty() && !(view instanceof AdaptiveView.Static)) {
      throw new InvalidInputException("view '" + view.id() + "': this network has no controllers; build it with controllers(...)");
    }
    if (view instanceof AdaptiveView.Adaptive adaptive && adaptive.task().isPresent()) {
      task(adaptive.task().get());
      if (controllers.orElseThrow().policy() == ControllerPolicy.SINGLE) {
        throw new InvalidInputException("view '" + view.id() + "': the controllers are those of all tasks, allowed: the view of no single task");
      }
    }
    request.tasks().forEach(this::task);
    checkSize(request.height(), request.width());
    NetworkStructure structure = this::build;
    return structure.graph(basis, numbers, request);
  }

  @Override
  public void checkSize(int height, int width) {
    SwinSpec.Image image = encoder.spec().image();
    if (height != image.height() || width != image.width()) {
      throw new InvalidInputException("images of " + height + "x" + width + ": this network reads " + image.height() + "x" + image.width()
          + " only, since its windows and controllers are made for that size; set the size of the data to it, or build the network for another one");
    }
  }

  /** The decisions of all tasks are merged, whichever of them a step is for. */
  @Override
  public boolean inOnePass() {
    return true;
  }

  @Override
  public String fingerprint() {
    StringBuilder text = new StringBuilder("adamtl 1\n").append(SwinNetwork.words(encoder.spec())).append("decoder ").append(decoder.width()).append(' ')
        .append(layout).append('\n');
    controllers.ifPresent(c -> text.append("controllers ").append(c.policy()).append(" blocks ").append(c.blocks()).append(' ').append(c.blockHidden()).append(" tokens ")
        .append(c.tokens()).append(' ').append(c.tokenHidden()).append(" temperature ").append(c.temperature()).append(' ').append(c.skippedToken()).append('\n'));
    tasks.values().forEach(task -> text.append("task ").append(task.name()).append(' ').append(task.kind()).append(' ').append(task.outputs()).append('\n'));
    return text.toString();
  }

  /** @return how decoders see tokens */
  public DecoderLayout layout() {
    return layout;
  }

  /** @return the encoder that all tasks share */
  public SwinEncoder encoder() {
    return encoder;
  }

  /** @return what decides; empty for a static network */
  public Optional<Controllers> controllers() {
    return controllers;
  }

  /** @return what each task's decoder is */
  public Decoder decoder() {
    return decoder;
  }

  @Override
  public String toString() {
    return "AdaptiveSwin of width " + encoder.spec().width() + " for " + String.join(", ", tasks.keySet());
  }

  /** Collects what an {@link AdaptiveSwin} is made of. */
  public static final class Builder {
    private static final int WIDTH = 256;
    private final SwinSpec spec;
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private Decoder decoder = new Decoder(WIDTH);
    private DecoderLayout layout = DecoderLayout.CORRECT;
    private Optional<Controllers> controllers = Optional.empty();
    private DataType dataType = DataType.FLOAT;

    private Builder(SwinSpec spec) {
      this.spec = Objects.requireNonNull(spec, "spec");
    }

    /**
     * @param task a task with an answer for every pixel; its name must be new
     * @return this
     * @throws InvalidInputException if there is a task of that name, or it has one answer for an image
     */
    public Builder task(Task task) {
      if (!task.kind().isDense()) {
        throw new InvalidInputException("task '" + task.name() + "': found the kind " + task.kind() + ", allowed: kinds with an answer for every pixel");
      }
      if (tasks.putIfAbsent(task.name(), task) != null) {
        throw new InvalidInputException("there are two tasks named '" + task.name() + "'");
      }
      return this;
    }

    /**
     * @param width of the decoders, an even number; without this call 256, as published
     * @return this
     */
    public Builder decoder(int width) {
      decoder = new Decoder(width);
      return this;
    }

    /**
     * @param value how decoders see tokens; without this call {@link DecoderLayout#CORRECT}
     * @return this
     */
    public Builder layout(DecoderLayout value) {
      layout = Objects.requireNonNull(value, "layout");
      return this;
    }

    /**
     * @param value what decides which blocks run and which tokens go through them; without this call nothing does
     * @return this
     */
    public Builder controllers(Controllers value) {
      controllers = Optional.of(value);
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
     * @throws InvalidInputException without a task, or where images do not fit the encoder's windows
     */
    public AdaptiveSwin build() {
      if (tasks.isEmpty()) {
        throw new InvalidInputException("an adaptive Swin network needs at least one task; add one with task(...)");
      }
      return new AdaptiveSwin(this);
    }
  }
}
