package org.automtl4j.plan.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.automtl4j.plan.internal.ir.Arguments;
import org.automtl4j.plan.internal.ir.Kernel;
import org.automtl4j.plan.internal.ir.SharedViews;
import org.automtl4j.plan.internal.ir.Value;
import org.automtl4j.plan.internal.kernel.ColumnsGradientKernel;
import org.automtl4j.plan.internal.kernel.PhasesKernel;
import org.automtl4j.plan.internal.kernel.PointwiseKernel;
import org.automtl4j.plan.internal.kernel.PoolingKernel;
import org.automtl4j.plan.internal.kernel.TapColumn;
import org.automtl4j.plan.internal.kernel.TapsGradientKernel;
import org.automtl4j.plan.internal.kernel.TapsKernel;
import org.automtl4j.plan.internal.kernel.host.DepthwiseGradientKernel;
import org.automtl4j.plan.internal.kernel.host.DepthwiseWindow;
import org.automtl4j.plan.internal.kernel.host.FewChannelsKernel;
import org.automtl4j.plan.internal.kernel.host.RowScratch;
import org.automtl4j.plan.internal.kernel.host.StrideKernel;
import org.automtl4j.plan.internal.kernel.WinogradGradientKernel;
import org.automtl4j.plan.internal.kernel.WinogradKernel;
import org.automtl4j.plan.internal.kernel.WinogradLayout;
import org.nd4j.linalg.api.buffer.DataType;

/** Computations on images [N, C, H, W] from which convolutions are made. */
public final class Images {
  private final Tape tape;
  private final RowScratch rows = new RowScratch();
  private final SharedViews views = new SharedViews();

  Images(Tape tape) {
    this.tape = tape;
  }

  /**
   * Every d-th pixel of every d-th row makes one image of a batch.
   *
   * @param image [N, C, H, W]
   * @param dilation d
   * @param top rows of zeros put above first
   * @param left columns of zeros put on the left first
   * @param rows rows of the smaller images
   * @param columns columns of the smaller images
   * @return [d d N, C, rows, columns], 0 where there is no pixel
   */
  public Value phases(Value image, int dilation, int top, int left, long rows, long columns) {
    Value batch = tape.fresh(image.type(), dilation * dilation * image.size(0), image.size(1), rows, columns);
    return tape.emit(new PhasesKernel(dilation, top, left, true), List.of(batch), image).get(0);
  }

  /**
   * Undoes {@link #phases}.
   *
   * @param batch [d d N, C, h, w]
   * @param dilation d
   * @param top rows to leave out above
   * @param left columns to leave out on the left
   * @param shape [N, C, H, W]
   * @return the image of that shape
   */
  public Value fromPhases(Value batch, int dilation, int top, int left, long... shape) {
    return tape.emit(new PhasesKernel(dilation, top, left, false), List.of(tape.fresh(batch.type(), shape)), batch).get(0);
  }

  /**
   * @param images [N, C, H, W]
   * @param rows how many rows from one to the next
   * @param columns how many columns from one to the next
   * @return every such pixel, from the first on
   */
  public Value pick(Value images, int rows, int columns) {
    Value few = tape.fresh(images.type(), images.size(0), images.size(1), (images.size(2) - 1) / rows + 1, (images.size(3) - 1) / columns + 1);
    return tape.emit(new StrideKernel(rows, columns, false), List.of(few), images).get(0);
  }

  /**
   * Undoes {@link #pick}.
   *
   * @param few the pixels that were picked
   * @param rows how many rows from one to the next
   * @param columns how many columns from one to the next
   * @param shape [N, C, H, W]
   * @return images of that shape, 0 where nothing was picked
   */
  public Value spread(Value few, int rows, int columns, long... shape) {
    return tape.emit(new StrideKernel(rows, columns, true), List.of(tape.fresh(few.type(), shape)), few).get(0);
  }

  /**
   * A 1x1 convolution.
   *
   * @param images [N, C, H, W]
   * @param weights [C, O]
   * @return [N, O, H, W]
   */
  public Value pointwise(Value images, Value weights) {
    Value result = tape.fresh(images.type(), images.size(0), weights.size(1), images.size(2), images.size(3));
    Kernel kernel = FewChannelsKernel.fits(result, weights) ? new FewChannelsKernel(false) : new PointwiseKernel(PointwiseKernel.Pass.FORWARD, views);
    return tape.emit(kernel, List.of(result), weights, images).get(0);
  }

  /**
   * @param results of a 1x1 convolution, [N, O, H, W]
   * @param weights [C, O]
   * @return whether C is so small that products of matrices would be slow, and there is something better
   */
  public boolean hasFewChannels(Value results, Value weights) {
    return FewChannelsKernel.fits(results, weights);
  }

  /**
   * @param gradient of a 1x1 convolution's output, [N, O, H, W]
   * @param weights [C, O]
   * @return the gradient of its input, [N, C, H, W]
   */
  public Value pointwiseImageGradient(Value gradient, Value weights) {
    Value result = tape.fresh(gradient.type(), gradient.size(0), weights.size(0), gradient.size(2), gradient.size(3));
    return tape.emit(new PointwiseKernel(PointwiseKernel.Pass.IMAGE_GRADIENT, views), List.of(result), weights, gradient).get(0);
  }

  /**
   * @param images the input of a 1x1 convolution, [N, C, H, W]
   * @param gradient of its output, [N, O, H, W]
   * @return the gradient of its weights, [C, O]
   */
  public Value pointwiseWeightGradient(Value images, Value gradient) {
    Value result = tape.fresh(images.type(), images.size(1), gradient.size(1));
    Kernel kernel = FewChannelsKernel.fits(gradient, result) ? new FewChannelsKernel(true) : new PointwiseKernel(PointwiseKernel.Pass.WEIGHT_GRADIENT, views);
    return tape.emit(kernel, List.of(result), images, gradient).get(0);
  }

  /**
   * A convolution with stride 1, tap by tap.
   *
   * @param images [N, C, H, W]
   * @param weights [kH, kW, C, O]
   * @param columns what the taps see
   * @param together how many images share a product
   * @param shape of the result, [N, O, h, w]
   * @return the result, 0 where nothing is seen
   */
  public Value taps(Value images, Value weights, List<TapColumn> columns, long together, long... shape) {
    return taps(images, weights, new TapsKernel(columns, together, false), shape);
  }

  /**
   * The gradient of such a convolution's images.
   *
   * @param gradient of the result, [N, O, h, w]
   * @param weights [kH, kW, C, O]
   * @param columns what the taps connect, from the result to the images
   * @param together how many images share a product
   * @param shape of the images, [N, C, H, W]
   * @return the images' gradient
   */
  public Value tapsImageGradient(Value gradient, Value weights, List<TapColumn> columns, long together, long... shape) {
    return taps(gradient, weights, new TapsKernel(columns, together, true), shape);
  }

  private Value taps(Value images, Value weights, TapsKernel kernel, long... shape) {
    Value result = tape.fresh(images.type(), shape);
    List<Value> all = new ArrayList<>(List.of(result));
    all.addAll(scratch(images, kernel.columns(), kernel.together()));
    all.addAll(scratch(result, kernel.columns(), kernel.together()));
    return tape.emit(kernel, all, weights, images).get(0);
  }

  /**
   * The gradient of such a convolution's weights.
   *
   * @param images [N, C, H, W]
   * @param gradient of the result, [N, O, h, w]
   * @param columns what the taps see
   * @param together how many images share a product
   * @param shape of the weights, [kH, kW, C, O]
   * @return the weights' gradient
   */
  public Value tapsWeightGradient(Value images, Value gradient, List<TapColumn> columns, long together, long... shape) {
    Value result = tape.fresh(images.type(), shape);
    List<Value> all = new ArrayList<>(List.of(result));
    all.addAll(scratch(images, columns, together));
    all.addAll(scratch(gradient, columns, together));
    return tape.emit(new TapsGradientKernel(columns, together, shape[1], 0), all, images, gradient).get(0);
  }

  /**
   * The gradient of the weights of a convolution, and nothing else.
   *
   * @param images [N, C, H, W]
   * @param gradient of the result, [N, O, h, w]
   * @param arguments of ND4J's operation im2col: kernel, stride, padding and dilation of rows and columns, and the padding's kind
   * @param shape of the weights, [kH, kW, C, O]
   * @return the weights' gradient
   */
  public Value columnsWeightGradient(Value images, Value gradient, Arguments arguments, long... shape) {
    Value columns = tape.fresh(images.type(), 1, shape[2], shape[0], shape[1], gradient.size(2), gradient.size(3));
    Value turned = tape.fresh(images.type(), shape[2], shape[0], shape[1], shape[3]);
    return tape.emit(new ColumnsGradientKernel(arguments), List.of(tape.fresh(images.type(), shape), columns, turned), images, gradient).get(0);
  }

  /**
   * The gradients of a depthwise convolution with one result for each channel.
   *
   * @param images [N, C, H, W]
   * @param weights [kH, kW, C, 1]
   * @param gradient of the result, [N, C, h, w]
   * @param window what a result sees
   * @param ofImages whether the gradient of the images is wanted
   * @param ofWeights whether the gradient of the weights is wanted
   * @return those that are wanted, images before weights
   */
  public List<Value> depthwiseGradients(
      Value images, Value weights, Value gradient, DepthwiseWindow window, boolean ofImages, boolean ofWeights) {
    List<Value> wanted = new ArrayList<>();
    if (ofImages) {
      wanted.add(tape.fresh(images.type(), images.shape()));
    }
    if (ofWeights) {
      wanted.add(tape.fresh(weights.type(), weights.shape()));
    }
    return tape.emit(new DepthwiseGradientKernel(window, rows, ofImages, ofWeights), wanted, images, weights, gradient);
  }

  /**
   * A 3x3 convolution with stride 1 by Winograd's minimal filtering.
   *
   * @param images [N, C, H, W]
   * @param weights [3, 3, C, O]
   * @param layout the products
   * @return the result, [N, O, h, w]
   */
  public Value winograd(Value images, Value weights, WinogradLayout layout) {
    Value result = tape.fresh(images.type(), images.size(0), weights.size(3), layout.rows().results(), layout.columns().results());
    List<Value> all = new ArrayList<>(List.of(result));
    all.addAll(scratch(images.type(), layout));
    return tape.emit(new WinogradKernel(layout, rows, views), all, factors(layout), weights, images).get(0);
  }

  /**
   * The gradients of such a convolution.
   *
   * @param images [N, C, H, W]
   * @param weights [3, 3, C, O]
   * @param gradient of the result, [N, O, h, w]
   * @param layout the products
   * @param ofImages whether the gradient of the images is wanted
   * @param ofWeights whether the gradient of the weights is wanted
   * @return those that are wanted, images before weights
   */
  public List<Value> winogradGradients(Value images, Value weights, Value gradient, WinogradLayout layout, boolean ofImages, boolean ofWeights) {
    List<Value> wanted = new ArrayList<>();
    if (ofImages) {
      wanted.add(tape.fresh(images.type(), images.shape()));
    }
    if (ofWeights) {
      wanted.add(tape.fresh(weights.type(), weights.shape()));
    }
    List<Value> all = new ArrayList<>(wanted);
    all.addAll(scratch(images.type(), layout));
    tape.emit(new WinogradGradientKernel(layout, rows, views, ofImages, ofWeights), all, factors(layout), weights, images, gradient);
    return wanted;
  }

  /** Memory for a group's sums of taps, and what its products have of the images and of the result. */
  private List<Value> scratch(DataType type, WinogradLayout layout) {
    return List.of(tape.fresh(type, layout.sumsOfTaps()), tape.fresh(type, layout.products() * layout.channels()),
        tape.fresh(type, layout.products() * layout.results()));
  }

  private Value factors(WinogradLayout layout) {
    double[] factors = layout.factors();
    return tape.memo(List.of("winograd", DoubleStream.of(factors).boxed().toList()), () -> tape.numbers(DataType.FLOAT, factors, factors.length / 9, 9));
  }

  /** Memory for the widest strip of images that share a product, and for rows of it. */
  private List<Value> scratch(Value images, List<TapColumn> columns, long together) {
    long width = columns.stream().mapToLong(TapColumn::width).max().orElse(0);
    long length = Math.max(1, Math.min(together, images.size(0)) * images.size(1) * images.size(2) * width);
    return List.of(tape.fresh(images.type(), length), tape.fresh(images.type(), length));
  }

  /**
   * Pooling without padding, in bands of rows.
   *
   * @param op the operation's name
   * @param arguments its arguments
   * @param images [N, C, H, W]
   * @param height h
   * @param width w
   * @param rows rows of a band of the output
   * @return [N, C, h, w]
   */
  public Value pooling(String op, Arguments arguments, Value images, long height, long width, long rows) {
    Value result = tape.fresh(images.type(), images.size(0), images.size(1), height, width);
    return tape.emit(new PoolingKernel(op, arguments, rows, false), List.of(result), images).get(0);
  }

  /**
   * @param op the operation's name
   * @param arguments its arguments
   * @param images what was pooled, [N, C, H, W]
   * @param gradient of the output
   * @param rows rows of a band of the output
   * @return the gradient of the images
   */
  public Value poolingGradient(String op, Arguments arguments, Value images, Value gradient, long rows) {
    List<Value> halves = List.of(tape.fresh(images.type(), images.shape()), tape.fresh(images.type(), images.shape()));
    tape.emit(new PoolingKernel(op, arguments, rows, true), halves, images, gradient);
    return tape.math().add(halves.get(0), halves.get(1));
  }
}
