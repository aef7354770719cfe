package org.automtl4j.graph.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.core.ops.Convolutions.Window;
import org.automtl4j.core.ops.StaticShapes;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.layer.GroupedConvolutions;
import org.automtl4j.graph.network.layer.Poolings;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph under construction. */
final class GraphBuilder implements NetworkScope {
  private final SameDiff sd = SameDiff.create();
  private final DataType dataType;
  private final Initialization initialization;
  private final GraphRequest request;
  private final ParameterSource source;
  private final SDVariable images;
  private final Normalisations normalisations = new Normalisations(this);
  private final Masks masks = new Masks(this);
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
  private final Map<String, SDVariable> variables = new LinkedHashMap<>();
  private final Map<String, SDVariable> constants = new LinkedHashMap<>();
  private final Map<String, SDVariable> memo = new LinkedHashMap<>();
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final Map<String, SDVariable> predictions = new LinkedHashMap<>();
  private final Map<String, SDVariable> outputs = new LinkedHashMap<>();
  private final List<StatisticsUpdate> statistics = new ArrayList<>();
  private final List<Supplier<Place>> places = new ArrayList<>();
  private final List<String> oneValueLayers = new ArrayList<>();
  private long multiplyAdds;

  GraphBuilder(DataType dataType, Initialization initialization, int inputChannels, GraphRequest request, ParameterSource source) {
    this.dataType = dataType;
    this.initialization = initialization;
    this.request = request;
    this.source = source;
    // By default SameDiff keeps a copy of every array for other devices: twice the weights of the path, read by nobody.
    sd.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), true);
    this.images = shaped(sd.placeHolder(NetworkGraph.INPUT, dataType, -1, inputChannels, request.height(), request.width()),
        new Shape(inputChannels, request.height(), request.width()));
  }

  NetworkGraph finish() {
    Map<String, String> predicted = new LinkedHashMap<>();
    predictions.forEach((task, value) -> predicted.put(task, value.name()));
    Map<String, String> exposed = new LinkedHashMap<>();
    outputs.forEach((name, value) -> exposed.put(name, value.name()));
    return new NetworkGraph(sd, request, NetworkGraph.INPUT, predicted, exposed, List.copyOf(feeds.values()), statistics,
        places.stream().map(Supplier::get).toList(), List.copyOf(variables.keySet()), oneValueLayers, multiplyAdds);
  }

  @Override
  public SameDiff sameDiff() {
    return sd;
  }

  @Override
  public DataType dataType() {
    return dataType;
  }

  @Override
  public GraphRequest request() {
    return request;
  }

  @Override
  public boolean training() {
    return request.mode() == Mode.TRAINING;
  }

  @Override
  public Initialization initialization() {
    return initialization;
  }

  @Override
  public SDVariable images() {
    return images;
  }

  @Override
  public Shape shape(SDVariable map) {
    Shape known = shapes.get(map.name());
    if (known == null) {
      long[] found = StaticShapes.of(map);
      if (found.length != 4) {
        throw new IllegalArgumentException("'" + map.name() + "' is no map [N, C, H, W]: its shape is " + Arrays.toString(found));
      }
      known = new Shape((int) found[1], (int) found[2], (int) found[3]);
      shapes.put(map.name(), known);
    }
    return known;
  }

  @Override
  public SDVariable shaped(SDVariable value, Shape shape) {
    shapes.put(value.name(), shape);
    return value;
  }

  @Override
  public SDVariable parameter(String name, Role role, Initializer first, long... shape) {
    ParameterSpec spec = asked(name, role, first, shape);
    return variables.computeIfAbsent(name, n -> source.variable(sd, spec));
  }

  /** A parameter that the network has, but this graph does not read. */
  void declare(String name, Role role, Initializer first, long... shape) {
    boolean isNew = !specs.containsKey(name);
    ParameterSpec spec = asked(name, role, first, shape);
    if (isNew) {
      source.declare(spec);
    }
  }

  private ParameterSpec asked(String name, Role role, Initializer first, long... shape) {
    ParameterSpec spec = new ParameterSpec(name, role, first, name, shape);
    ParameterSpec known = specs.putIfAbsent(name, spec);
    if (known != null && !known.agrees(spec)) {
      throw new IllegalArgumentException("parameter " + spec + " was asked for as " + known + " before");
    }
    return spec;
  }

  @Override
  public SDVariable feed(Feed feed) {
    Feed known = feeds.putIfAbsent(feed.placeholder(), feed);
    if (known != null) {
      return sd.getVariable(feed.placeholder());
    }
    return sd.placeHolder(feed.placeholder(), dataType, masks.shape(feed));
  }

  @Override
  public SDVariable convolution(LayerName name, SDVariable x, Convolution layer, Initializer weights, Initializer biases) {
    Shape in = shape(x);
    int perGroup = in.channels() / layer.groups();
    Window window = window(layer, in);
    ParameterSpec kernel = asked(name.parameter(Parts.WEIGHT), Role.WEIGHT, weights, layer.kernel(), layer.kernel(), perGroup, layer.outputs());
    SDVariable weight = variables.computeIfAbsent(kernel.name(), n -> source.kernel(sd, kernel, window)); // [kH, kW, C/groups, outputs]
    Optional<SDVariable> bias = layer.bias()
        ? Optional.of(parameter(name.parameter(Parts.BIAS), Role.WEIGHT, biases, layer.outputs())) : Optional.empty(); // [outputs]
    return convolved(name.output(), x, weight, bias, layer, window);
  }

  @Override
  public SDVariable convolution(String output, SDVariable x, SDVariable kernel, Convolution layer) {
    if (layer.bias() || layer.groups() != 1) {
      throw new IllegalArgumentException("'" + output + "': a convolution with a given kernel has one group and no bias, found " + layer);
    }
    return convolved(output, x, kernel, Optional.empty(), layer, new Window(layer.kernel(), layer.stride(), layer.pad(), layer.dilation()));
  }

  private SDVariable convolved(String output, SDVariable x, SDVariable weight, Optional<SDVariable> bias, Convolution layer, Window window) {
    Shape in = shape(x);
    int reach = layer.dilation() * (layer.kernel() - 1) + 1;
    Shape out = new Shape(layer.outputs(), (in.height() + 2 * layer.pad() - reach) / layer.stride() + 1, (in.width() + 2 * layer.pad() - reach) / layer.stride() + 1);
    count((long) out.channels() * out.height() * out.width() * (in.channels() / layer.groups()) * window.kernelHeight() * window.kernelWidth());
    return shaped(GroupedConvolutions.build(sd, output, x, weight, bias, layer, window, in.channels()), out); // [N, outputs, H', W']
  }

  /** How a convolution's window moves over a map: whole, or where it sees pixels. */
  private Window window(Convolution layer, Shape map) {
    Window whole = new Window(layer.kernel(), layer.stride(), layer.pad(), layer.dilation());
    return request.mode() == Mode.FIXED_SIZE ? whole.seeing(map.height(), map.width()) : whole;
  }

  @Override
  public SDVariable batchNorm(LayerName name, SDVariable x, BatchNorm layer) {
    return normalisations.batchNorm(name, x, layer);
  }

  @Override
  public SDVariable layerNorm(LayerName name, SDVariable x, int width, double epsilon) {
    return normalisations.layerNorm(name, x, width, epsilon);
  }

  @Override
  public SDVariable linear(LayerName name, SDVariable x, Linear layer) {
    SDVariable weight = parameter(name.parameter(Parts.WEIGHT), Role.WEIGHT, layer.weight(), layer.inputs(), layer.outputs());
    count((long) layer.rows() * layer.inputs() * layer.outputs());
    if (layer.bias().isEmpty()) {
      return x.mmul(name.output(), weight); // [rows, outputs]
    }
    SDVariable bias = parameter(name.parameter(Parts.BIAS), Role.WEIGHT, layer.bias().get(), layer.outputs());
    return x.mmul(weight).add(name.output(), bias); // [rows, outputs]
  }

  @Override
  public SDVariable pooling(String output, SDVariable x, Pooling layer) {
    Shape in = shape(x);
    SDVariable y = new Poolings(sd, dataType, this::constant).build(output, layer, x, in);
    return shaped(y, new Shape(in.channels(), layer.outputSize(in.height()), layer.outputSize(in.width())));
  }

  @Override
  public SDVariable relu(String output, SDVariable x) {
    return like(sd.nn().relu(output, x, 0), x);
  }

  @Override
  public SDVariable dropout(String output, SDVariable x, double ratio) {
    return like(masks.dropout(output, x, ratio), x);
  }

  @Override
  public SDVariable channelDropout(String output, SDVariable x, double ratio) {
    return like(masks.perSample(output, x, ratio, shape(x).channels(), 1, 1), x);
  }

  @Override
  public SDVariable dropPath(String output, SDVariable x, double rate, int rank) {
    long[] ones = new long[rank - 1];
    Arrays.fill(ones, 1);
    return like(masks.perSample(output, x, rate, ones), x);
  }

  private SDVariable like(SDVariable y, SDVariable x) {
    Shape known = shapes.get(x.name());
    return known == null ? y : shaped(y, known);
  }

  @Override
  public SDVariable constant(String name, Supplier<INDArray> values) {
    return constants.computeIfAbsent(name, n -> sd.constant("constant/" + n, values.get()));
  }

  @Override
  public SDVariable once(String key, Supplier<SDVariable> build) {
    SDVariable known = memo.get(key);
    if (known == null) {
      known = build.get();
      memo.put(key, known);
    }
    return known;
  }

  @Override
  public void expose(String name, SDVariable value) {
    if (outputs.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("the graph has an output '" + name + "' already");
    }
  }

  @Override
  public void place(String task, String where, SDVariable value) {
    places.add(() -> new Place(task, where, value.name())); // the name may still change
  }

  @Override
  public void predict(String task, SDVariable value) {
    boolean other = outputs.containsValue(value) || predictions.containsValue(value);
    SDVariable prediction = other ? sd.identity(value) : value;
    prediction.rename(task + "/prediction");
    if (predictions.put(task, prediction) != null) {
      throw new IllegalArgumentException("task '" + task + "' has a prediction already");
    }
  }

  @Override
  public void count(long more) {
    multiplyAdds = Math.addExact(multiplyAdds, more);
  }

  void update(StatisticsUpdate update) {
    statistics.add(update);
  }

  void oneValue(String layer) {
    oneValueLayers.add(layer);
  }
}
