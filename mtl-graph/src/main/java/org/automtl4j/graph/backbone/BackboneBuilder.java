package org.automtl4j.graph.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds a backbone in code. Each layer reads the one before it; {@link #as} names a place and {@link #from} goes back to it. A residual network of two
 * convolutions:
 *
 * <pre>{@code
 * Backbone.builder("mine")
 *     .input(3)
 *     .convolution(16, 3, c -> c.stride(2).noBias()).batchNorm().relu().as("stem")
 *     .convolution(16, 3, c -> c.noBias()).batchNorm().plus("stem").relu()
 *     .build();
 * }</pre>
 *
 * <p>Layers that are not named are called by their type and a number, such as {@code convolution2}. A layer that cannot work is an
 * {@link InvalidLayerException} that names it, at the latest in {@link #build}.
 */
public final class BackboneBuilder {
  private final BackboneDraft draft;
  private Optional<Shape> size = Optional.empty();
  private int current = Node.DATA;

  BackboneBuilder(String name) {
    this.draft = new BackboneDraft(name);
  }

  /**
   * Says what comes in; without this call three channels. Comes before the first layer.
   *
   * @param channels channels of the images
   * @return this
   */
  public BackboneBuilder input(int channels) {
    if (!draft.isEmpty()) {
      throw new IllegalStateException("input() comes before the first layer");
    }
    draft.inputChannels(channels);
    return this;
  }

  /**
   * Says what comes in, with a size that {@link #build} checks the layers for; other sizes may be used too.
   *
   * @param channels channels of the images
   * @param height rows, in pixels
   * @param width columns, in pixels
   * @return this
   */
  public BackboneBuilder input(int channels, int height, int width) {
    size = Optional.of(new Shape(channels, height, width));
    return input(channels);
  }

  /**
   * A convolution with stride 1 and a bias, padded so that it keeps the size.
   *
   * @param outputs output channels
   * @param kernel side of the kernel, in pixels
   * @return this
   */
  public BackboneBuilder convolution(int outputs, int kernel) {
    return convolution(outputs, kernel, c -> { });
  }

  /**
   * A convolution.
   *
   * @param outputs output channels
   * @param kernel side of the kernel, in pixels
   * @param settings sets stride, padding, dilation, groups, bias
   * @return this
   */
  public BackboneBuilder convolution(int outputs, int kernel, Consumer<ConvolutionSpec> settings) {
    ConvolutionSpec spec = new ConvolutionSpec(outputs, kernel);
    settings.accept(spec);
    return add(spec.layer(draft.freeName("convolution")));
  }

  /**
   * A depthwise convolution: each channel has a kernel of its own.
   *
   * @param kernel side of the kernel, in pixels
   * @param settings sets stride, padding, dilation, bias
   * @return this
   */
  public BackboneBuilder depthwise(int kernel, Consumer<ConvolutionSpec> settings) {
    int same = draft.channels(current);
    return convolution(same, kernel, c -> settings.accept(c.groups(same)));
  }

  /**
   * A BatchNorm with epsilon 1e-5 and momentum .1; {@link #layer} takes any other.
   *
   * @return this
   */
  public BackboneBuilder batchNorm() {
    return add(new BatchNorm(draft.freeName("batchnorm"), 1e-5, 0.1, true, true));
  }

  /** @return this, after a ReLU */
  public BackboneBuilder relu() {
    return add(new Relu(draft.freeName("relu"), false));
  }

  /** @return this, after a ReLU that is cut at 6 */
  public BackboneBuilder relu6() {
    return add(new Relu6(draft.freeName("relu6"), false));
  }

  /**
   * The maximum of each window.
   *
   * @param kernel side of the window, in pixels
   * @param settings sets stride, padding, rounding
   * @return this
   */
  public BackboneBuilder maxPool(int kernel, Consumer<PoolingSpec> settings) {
    return pool(kernel, Pooling.Mode.MAX, settings);
  }

  /**
   * The mean of each window.
   *
   * @param kernel side of the window, in pixels
   * @param settings sets stride, padding, rounding
   * @return this
   */
  public BackboneBuilder averagePool(int kernel, Consumer<PoolingSpec> settings) {
    return pool(kernel, Pooling.Mode.AVERAGE, settings);
  }

  /** @return this, after the mean of each whole map: [N, C, 1, 1] */
  public BackboneBuilder globalAveragePool() {
    return add(new Pooling(draft.freeName("pooling"), Pooling.Mode.AVERAGE, 0, 1, 0, false, true));
  }

  /** @return this, after the maximum of each whole map: [N, C, 1, 1] */
  public BackboneBuilder globalMaxPool() {
    return add(new Pooling(draft.freeName("pooling"), Pooling.Mode.MAX, 0, 1, 0, false, true));
  }

  /**
   * Adds another layer's output.
   *
   * @param other name of an earlier layer, or {@code data}
   * @return this
   */
  public BackboneBuilder plus(String other) {
    return join(other, Eltwise.Operation.SUM);
  }

  /**
   * Multiplies with another layer's output; a height and width of 1 serves as a gate.
   *
   * @param other name of an earlier layer, or {@code data}
   * @return this
   */
  public BackboneBuilder times(String other) {
    return join(other, Eltwise.Operation.PROD);
  }

  /**
   * Takes the larger value of this and another layer's output.
   *
   * @param other name of an earlier layer, or {@code data}
   * @return this
   */
  public BackboneBuilder maximum(String other) {
    return join(other, Eltwise.Operation.MAX);
  }

  /**
   * Puts other layers' outputs behind this one's channels.
   *
   * @param others names of earlier layers, or {@code data}
   * @return this
   */
  public BackboneBuilder concat(String... others) {
    List<Integer> inputs = new ArrayList<>(List.of(current));
    Arrays.stream(others).map(draft::find).forEach(inputs::add);
    current = draft.add(new Concat(draft.freeName("concat")), inputs);
    return this;
  }

  /**
   * A range of channels.
   *
   * @param begin the first, from 0
   * @param end the one after the last
   * @return this
   */
  public BackboneBuilder channels(int begin, int end) {
    return add(new ChannelSlice(draft.freeName("channels"), begin, end));
  }

  /**
   * Spreads groups of channels among each other.
   *
   * @param groups how many groups
   * @return this
   */
  public BackboneBuilder shuffle(int groups) {
    return add(new ChannelShuffle(draft.freeName("shuffle"), groups));
  }

  /**
   * A function of each value.
   *
   * @param function which
   * @return this
   */
  public BackboneBuilder activation(Activation.Function function) {
    return add(new Activation(draft.freeName(function.type().toLowerCase(Locale.ROOT)), function));
  }

  /**
   * Dropout.
   *
   * @param ratio probability of a zero in training, in [0, 1)
   * @return this
   */
  public BackboneBuilder dropout(double ratio) {
    return add(new Dropout(draft.freeName("dropout"), ratio));
  }

  /**
   * A linear layer with a bias, as after {@link #globalAveragePool}.
   *
   * @param outputs output features
   * @return this
   */
  public BackboneBuilder linear(int outputs) {
    return add(new InnerProduct(draft.freeName("linear"), outputs, true));
  }

  /**
   * Any layer, with a name of its own. An in-place one is added as one that is not: places have names here, so nothing needs to be overwritten.
   *
   * @param layer a layer that reads one input
   * @return this
   */
  public BackboneBuilder layer(Layer layer) {
    if (layer.leastInputs() > 1) {
      throw new IllegalArgumentException("a layer that reads two inputs is added with plus, times or maximum");
    }
    return add(layer.notInPlace());
  }

  /**
   * Names the layer that was added last, so that {@link #from}, {@link #plus} and others can refer to it.
   *
   * @param place a name that no layer has yet
   * @return this
   */
  public BackboneBuilder as(String place) {
    if (draft.isEmpty()) {
      throw new IllegalStateException("as() comes after a layer");
    }
    draft.renameLast(place);
    return this;
  }

  /**
   * Goes back: the next layer reads that one.
   *
   * @param place name of an earlier layer, or {@code data}
   * @return this
   */
  public BackboneBuilder from(String place) {
    current = draft.find(place);
    return this;
  }

  /**
   * @return the backbone; its output is the layer that was added last
   * @throws InvalidLayerException where sizes do not fit
   */
  public Backbone build() {
    Backbone backbone = draft.backbone();
    return size.map(shape -> backbone.withHeader(shape.height(), shape.width())).orElse(backbone);
  }

  private BackboneBuilder pool(int kernel, Pooling.Mode mode, Consumer<PoolingSpec> settings) {
    PoolingSpec spec = new PoolingSpec(kernel);
    settings.accept(spec);
    return add(spec.layer(draft.freeName("pooling"), mode));
  }

  private BackboneBuilder join(String other, Eltwise.Operation operation) {
    current = draft.add(new Eltwise(draft.freeName(operation.name().toLowerCase(Locale.ROOT)), operation), List.of(current, draft.find(other)));
    return this;
  }

  private BackboneBuilder add(Layer layer) {
    current = draft.add(layer, List.of(current));
    return this;
  }
}
