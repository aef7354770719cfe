package org.automtl4j.graph.plan.internal;

import java.util.List;

/** Computations on images [N, C, H, W] from which convolutions are made. */
public final class Images {
  private final Tape tape;

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
   * A 1x1 convolution.
   *
   * @param images [N, C, H, W]
   * @param weights [C, O]
   * @return [N, O, H, W]
   */
  public Value pointwise(Value images, Value weights) {
    Value result = tape.fresh(images.type(), images.size(0), weights.size(1), images.size(2), images.size(3));
    return tape.emit(new PointwiseKernel(PointwiseKernel.Pass.FORWARD), List.of(result), weights, images).get(0);
  }

  /**
   * @param gradient of a 1x1 convolution's output, [N, O, H, W]
   * @param weights [C, O]
   * @return the gradient of its input, [N, C, H, W]
   */
  public Value pointwiseImageGradient(Value gradient, Value weights) {
    Value result = tape.fresh(gradient.type(), gradient.size(0), weights.size(0), gradient.size(2), gradient.size(3));
    return tape.emit(new PointwiseKernel(PointwiseKernel.Pass.IMAGE_GRADIENT), List.of(result), weights, gradient).get(0);
  }

  /**
   * @param images the input of a 1x1 convolution, [N, C, H, W]
   * @param gradient of its output, [N, O, H, W]
   * @return the gradient of its weights, [C, O]
   */
  public Value pointwiseWeightGradient(Value images, Value gradient) {
    Value result = tape.fresh(images.type(), images.size(1), gradient.size(1));
    return tape.emit(new PointwiseKernel(PointwiseKernel.Pass.WEIGHT_GRADIENT), List.of(result), images, gradient).get(0);
  }

  /**
   * A convolution with stride 1 of which each rectangle of the result sees certain taps.
   *
   * @param images [N, C, H, W]
   * @param weights [kH, kW, C, O]
   * @param patches the rectangles
   * @param shape of the result, [N, O, h, w]
   * @return the result, 0 where no rectangle lies
   */
  public Value taps(Value images, Value weights, List<TapsKernel.Patch> patches, long... shape) {
    return taps(images, weights, patches, true, shape);
  }

  /**
   * The gradient of such a convolution's images.
   *
   * @param gradient of the result, [N, O, h, w]
   * @param weights [kH, kW, C, O]
   * @param patches rectangles of the images with the taps through which they are seen
   * @param shape of the images, [N, C, H, W]
   * @return the images' gradient
   */
  public Value tapsImageGradient(Value gradient, Value weights, List<TapsKernel.Patch> patches, long... shape) {
    return taps(gradient, weights, patches, false, shape);
  }

  private Value taps(Value images, Value weights, List<TapsKernel.Patch> patches, boolean transposed, long... shape) {
    long pixels = shape[0] * patches.stream().mapToLong(TapsKernel.Patch::pixels).max().orElse(0);
    Value result = tape.fresh(images.type(), shape);
    Value gathered = tape.fresh(images.type(), Math.max(1, pixels * images.size(1)));
    Value sum = tape.fresh(images.type(), Math.max(1, pixels * shape[1]));
    return tape.emit(new TapsKernel(patches, transposed), List.of(result, gathered, sum), weights, images).get(0);
  }

  /**
   * The gradient of such a convolution's weights.
   *
   * @param images [N, C, H, W]
   * @param gradient of the result, [N, O, h, w]
   * @param views what each tap sees
   * @param shape of the weights, [kH, kW, C, O]
   * @return the weights' gradient
   */
  public Value tapsWeightGradient(Value images, Value gradient, List<TapsGradientKernel.View> views, long... shape) {
    long pixels = Math.max(1, images.size(0) * views.stream().mapToLong(TapsGradientKernel.View::pixels).max().orElse(0));
    Value result = tape.fresh(images.type(), shape);
    Value seen = tape.fresh(images.type(), pixels * images.size(1));
    Value from = tape.fresh(images.type(), pixels * gradient.size(1));
    return tape.emit(new TapsGradientKernel(views), List.of(result, seen, from), images, gradient).get(0);
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
