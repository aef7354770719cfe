package org.automtl4j.graph.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.initializer.Initializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network builds with. The same function runs on a scope that records which parameters it asks for and on one that makes a graph, so names, shapes,
 * roles and first numbers are said once. Whatever SameDiff offers may be used beside these blocks.
 */
public interface NetworkScope {

  /** @return the graph that is added to */
  SameDiff sameDiff();

  /** @return type of all numbers */
  DataType dataType();

  /** @return which graph is wanted */
  GraphRequest request();

  /** @return whether BatchNorms look at the batch and dropout is on */
  boolean training();

  /** @return how convolutions and linear layers start */
  Initialization initialization();

  /** @return the images, [N, C, H, W] */
  SDVariable images();

  /**
   * @param map a map of this graph, [N, C, H, W]
   * @return its shape without the batch; known at once for what a method of this scope made, and asked of the operations otherwise
   */
  Shape shape(SDVariable map);

  /**
   * A parameter. Asked for twice in the same words, it is the same variable.
   *
   * @param name stable and unique in the network
   * @param role what it is for
   * @param first its first numbers
   * @param shape its shape
   * @return the variable
   * @throws IllegalArgumentException if it was asked for in other words
   */
  SDVariable parameter(String name, Role role, Initializer first, long... shape);

  /**
   * A placeholder that each step fills. Asked for twice, it is the same variable.
   *
   * @param feed what it is
   * @return the variable
   */
  SDVariable feed(Feed feed);

  /**
   * A convolution with parameters {@code weight} [kH, kW, C/groups, outputs] and, if it has one, {@code bias} [outputs].
   *
   * @param name what it is called
   * @param x [N, C, H, W]
   * @param layer its settings
   * @param weights first numbers of the weight
   * @param biases first numbers of the bias
   * @return [N, outputs, H', W']
   */
  SDVariable convolution(LayerName name, SDVariable x, Convolution layer, Initializer weights, Initializer biases);

  /**
   * A convolution that starts as the network's do.
   *
   * @param name what it is called
   * @param x [N, C, H, W]
   * @param layer its settings
   * @return [N, outputs, H', W']
   */
  default SDVariable convolution(LayerName name, SDVariable x, Convolution layer) {
    long taps = (long) layer.kernel() * layer.kernel();
    long fanIn = taps * shape(x).channels() / layer.groups();
    return convolution(name, x, layer, initialization().weight(fanIn, taps * layer.outputs() / layer.groups()), initialization().bias(fanIn));
  }

  /**
   * A convolution with a kernel that is computed, or is a parameter of another name.
   *
   * @param output the name of its output
   * @param x [N, C, H, W]
   * @param kernel [k, k, C, outputs], for one group
   * @param layer its settings, without a bias
   * @return [N, outputs, H', W']
   */
  SDVariable convolution(String output, SDVariable x, SDVariable kernel, Convolution layer);

  /**
   * A BatchNorm with the parameters {@code gamma}, {@code beta}, {@code mean}, {@code variance}, as far as it has them. In training it registers the update of
   * its statistics.
   *
   * @param name what it is called
   * @param x [N, C, H, W]
   * @param layer its settings
   * @return [N, C, H, W]
   */
  SDVariable batchNorm(LayerName name, SDVariable x, BatchNorm layer);

  /**
   * Normalises the last axis: gamma (x - mean) / sqrt(variance + epsilon) + beta with the parameters {@code gamma} and {@code beta} (Ba, Kiros, Hinton, 2016).
   *
   * @param name what it is called
   * @param x any shape that ends in the width
   * @param width length of the last axis
   * @param epsilon added to the variance
   * @return the same shape
   */
  SDVariable layerNorm(LayerName name, SDVariable x, int width, double epsilon);

  /**
   * A linear layer with the parameters {@code weight} [inputs, outputs] and, if it has one, {@code bias} [outputs].
   *
   * @param name what it is called
   * @param x [rows, inputs]
   * @param layer its settings
   * @return [rows, outputs]
   */
  SDVariable linear(LayerName name, SDVariable x, Linear layer);

  /**
   * A linear layer with bias that starts as the network's do.
   *
   * @param name what it is called
   * @param x [rows, inputs]
   * @param inputs its features
   * @param outputs output features
   * @param rows how many rows there are for one image, to count multiply-adds
   * @return [rows, outputs]
   */
  default SDVariable linear(LayerName name, SDVariable x, int inputs, int outputs, int rows) {
    return linear(name, x, new Linear(inputs, outputs, rows, initialization().weight(inputs, outputs), Optional.of(initialization().bias(inputs))));
  }

  /**
   * @param output the name of the output
   * @param x [N, C, H, W]
   * @param layer its settings
   * @return [N, C, H', W']
   */
  SDVariable pooling(String output, SDVariable x, Pooling layer);

  /**
   * @param output the name of the output
   * @param x any shape
   * @return max(x, 0)
   */
  SDVariable relu(String output, SDVariable x);

  /**
   * Dropout in training, the identity in evaluation.
   *
   * @param output the name of the output
   * @param x any shape
   * @param ratio probability of a zero, in [0, 1); the others are divided by 1 - ratio
   * @return the same shape
   */
  SDVariable dropout(String output, SDVariable x, double ratio);

  /**
   * Dropout of whole channels in training, the identity in evaluation.
   *
   * @param output the name of the output
   * @param x [N, C, H, W]
   * @param ratio probability of a zero, in [0, 1); the others are divided by 1 - ratio
   * @return the same shape
   */
  SDVariable channelDropout(String output, SDVariable x, double ratio);

  /**
   * Stochastic depth in training, the identity in evaluation: drops whole images of a residual.
   *
   * @param output the name of the output
   * @param x [N, C, H, W] or another array of four dimensions that begins with the batch
   * @param rate probability of a zero, in [0, 1); the others are divided by 1 - rate
   * @return the same shape
   */
  default SDVariable dropPath(String output, SDVariable x, double rate) {
    return dropPath(output, x, rate, 4);
  }

  /**
   * Stochastic depth in training, the identity in evaluation: drops whole images of a residual.
   *
   * @param output the name of the output
   * @param x an array that begins with the batch
   * @param rate probability of a zero, in [0, 1); the others are divided by 1 - rate
   * @param rank how many dimensions it has, at least 2
   * @return the same shape
   */
  SDVariable dropPath(String output, SDVariable x, double rate, int rank);

  /**
   * A constant that is made once, however often it is wanted.
   *
   * @param name unique among the constants
   * @param values makes it
   * @return the variable
   */
  SDVariable constant(String name, Supplier<INDArray> values);

  /**
   * What several paths have in common.
   *
   * @param key says what it is, with all that it depends on
   * @param build makes it, the first time
   * @return what was built under this key, or now is
   */
  SDVariable once(String key, Supplier<SDVariable> build);

  /**
   * Makes a value one of the graph's outputs.
   *
   * @param name the output's name, unique in the graph
   * @param value any variable
   */
  void expose(String name, SDVariable value);

  /**
   * Says where a variable stands.
   *
   * @param task the task on whose path it is
   * @param where the layer as messages name it
   * @param value the layer's output
   */
  void place(String task, String where, SDVariable value);

  /**
   * Makes a value a task's prediction.
   *
   * @param task the task
   * @param value [N, outputs, h, w] or [N, outputs]
   */
  void predict(String task, SDVariable value);

  /**
   * Adds to the graph's multiply-adds, for what is no block of this scope.
   *
   * @param multiplyAdds multiplications with an addition, for one image
   */
  void count(long multiplyAdds);

  /**
   * Says that a map has the shape of another one, so that {@link #shape} need not ask.
   *
   * @param value a map
   * @param shape its shape without the batch
   * @return the map
   */
  SDVariable shaped(SDVariable value, Shape shape);

  /** @return the tasks that are wanted */
  default List<String> tasks() {
    return request().tasks();
  }
}
