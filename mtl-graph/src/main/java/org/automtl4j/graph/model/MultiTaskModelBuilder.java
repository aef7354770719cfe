package org.automtl4j.graph.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.BranchNetwork;
import org.automtl4j.graph.automtl.BranchView;
import org.automtl4j.graph.automtl.Stage;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.model.internal.FinishedModel;
import org.automtl4j.graph.model.internal.FinishedNetwork;
import org.automtl4j.graph.model.internal.GraphModel;
import org.automtl4j.graph.model.internal.ModelRuntime;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionView;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.View;

/** Takes a {@link MultiTaskModel} from a supermodel. The weights are copied: training may go on. */
public final class MultiTaskModelBuilder {
  private final Network network;
  private final Parameters parameters;
  private final Optional<View> view;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
  private final Map<String, String> data = new LinkedHashMap<>();
  private Stage stage = Stage.HARD;
  private Optional<Architecture> architecture = Optional.empty();
  private Optional<Shape> size = Optional.empty();
  private Optional<Preprocessing> preprocessing = Optional.empty();
  private boolean fixedSize;
  private long seed;

  MultiTaskModelBuilder(SuperModel superModel) {
    this(superModel.network(), superModel.parameters(), Optional.empty());
    this.size = superModel.backbone().headerShape();
    this.seed = superModel.seed();
  }

  MultiTaskModelBuilder(Network network, Parameters parameters, View view) {
    this(network, parameters, Optional.of(view));
    if (view instanceof BranchView branches) {
      stage(branches.stage());
      architecture = branches.architecture();
    }
    if (network instanceof FusionNetwork fusion) {
      size = fusion.backbone().headerShape();
    }
  }

  private MultiTaskModelBuilder(Network network, Parameters parameters, Optional<View> view) {
    this.network = Objects.requireNonNull(network, "network");
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.view = view;
    versions.put("automtl4j", Optional.ofNullable(MultiTaskModel.class.getPackage().getImplementationVersion()).orElse("development"));
  }

  /**
   * @param stage COMMON (hard sharing), TASK_SPECIFIC, or HARD (one branch each; the default)
   * @return this
   */
  public MultiTaskModelBuilder stage(Stage stage) {
    this.stage = Objects.requireNonNull(stage, "stage");
    return this;
  }

  /**
   * @param architecture the branches, for stage HARD; without one, the most probable branches
   * @return this
   */
  public MultiTaskModelBuilder architecture(Architecture architecture) {
    this.architecture = Optional.of(architecture);
    return this;
  }

  /**
   * @param height rows of the images that the model is made for; by default what the backbone's header says
   * @param width columns
   * @return this
   */
  public MultiTaskModelBuilder inputSize(int height, int width) {
    size = Optional.of(new Shape(network.inputChannels(), height, width));
    return this;
  }

  /**
   * Makes the model for images of its own size only. Its convolutions then lack the taps that see nothing but padding there: small maps under wide dilations, as in ASPP heads,
   * need few of them. The answers stay the same; memory, files and exported graphs get smaller.
   *
   * @return this
   */
  public MultiTaskModelBuilder fixedSize() {
    fixedSize = true;
    return this;
  }

  /**
   * @param preprocessing what happens to images before the model reads them; without it the model takes arrays only
   * @return this
   */
  public MultiTaskModelBuilder preprocessing(Preprocessing preprocessing) {
    this.preprocessing = Optional.of(preprocessing);
    return this;
  }

  /**
   * @param seed the seed of the run; by default the supermodel's
   * @return this
   */
  public MultiTaskModelBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * @param metrics by task, by metric, what was measured
   * @return this
   */
  public MultiTaskModelBuilder metrics(Map<String, Map<String, Double>> metrics) {
    this.metrics.putAll(metrics);
    return this;
  }

  /**
   * @param name of the data set that the model was trained on
   * @param fingerprint equal for equal data
   * @param licence under which the data may be used, as far as it is known
   * @return this
   */
  public MultiTaskModelBuilder data(String name, String fingerprint, String licence) {
    data.putAll(Map.of("name", name, "fingerprint", fingerprint, "licence", licence));
    return this;
  }

  /**
   * @param name of something that took part, such as {@code nd4j}
   * @param version its version
   * @return this
   */
  public MultiTaskModelBuilder version(String name, String version) {
    versions.put(name, version);
    return this;
  }

  /**
   * @return the model
   * @throws InvalidInputException if the size is not known or does not fit the backbone, if the architecture is not one of the supermodel, or if the preprocessing has another
   *     number of channels than the backbone reads
   * @throws IllegalArgumentException for a stage that mixes branches
   */
  public MultiTaskModel build() {
    Shape known = size.orElseThrow(
        () -> new InvalidInputException("the backbone's header gives no height and width; say with inputSize for which images the model is made"));
    preprocessing.ifPresent(p -> {
      if (p.order().channels() != network.inputChannels()) {
        throw new InvalidInputException("the backbone reads " + network.inputChannels() + " channels, the input order " + p.order() + " has " + p.order().channels());
      }
    });
    ModelRuntime finished = network instanceof BranchNetwork branches
        ? FinishedModel.of(SuperModel.of(branches, parameters, seed), stage, architecture, known.height(), known.width(), fixedSize)
        : other(known);
    return new MultiTaskModel(finished, preprocessing, new ModelInfo(seed, versions, metrics, data));
  }

  private ModelRuntime other(Shape known) {
    View computed = view.orElseThrow();
    if (network instanceof FusionNetwork fusion && computed instanceof FusionView fused) {
      if (fixedSize) {
        throw new InvalidInputException("fixedSize: models of method '" + network.method() + "' take images of any size");
      }
      return FinishedNetwork.of(fusion, parameters, fused, known.height(), known.width());
    }
    return GraphModel.of(network, parameters, computed, known.height(), known.width());
  }
}
