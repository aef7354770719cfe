package org.automtl4j.graph.model.convert.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.automtl4j.graph.backbone.BatchNorm;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.backbone.Dropout;
import org.automtl4j.graph.backbone.Eltwise;
import org.automtl4j.graph.backbone.InnerProduct;
import org.automtl4j.graph.backbone.Pooling;
import org.automtl4j.graph.backbone.Relu6;
import org.automtl4j.graph.backbone.Relu;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Deeplearning4j's layers and vertices as layers of a backbone; what has no counterpart is an {@link UnsupportedNodeException}. */
final class Dl4jLayers {
  private final Assembly assembly;

  Dl4jLayers(Assembly assembly) {
    this.assembly = assembly;
  }

  Value read(Dl4jVertex vertex, List<Value> inputs) {
    need(inputs.stream().noneMatch(Objects::isNull), "it reads what is not there");
    if (vertex.layer().isPresent()) {
      Value in = inputs.get(0);
      need(!vertex.flattens() || in.single(), "it flattens a map of more than one pixel; --feature ends the backbone before it");
      return layer(vertex, vertex.layer().get(), in);
    }
    need(vertex.vertex().get() instanceof ElementWiseVertex, "there is no such layer");
    Eltwise.Operation operation = switch (((ElementWiseVertex) vertex.vertex().get()).getOp()) {
      case Add -> Eltwise.Operation.SUM;
      case Product -> Eltwise.Operation.PROD;
      case Max -> Eltwise.Operation.MAX;
      default -> throw new UnsupportedNodeException("it joins maps by " + ((ElementWiseVertex) vertex.vertex().get()).getOp());
    };
    need(inputs.size() == 2, "it joins " + inputs.size() + " maps");
    return assembly.join(new Eltwise(assembly.name(vertex.name()), operation), inputs.subList(0, 2));
  }

  private Value layer(Dl4jVertex vertex, Layer layer, Value in) {
    if (layer instanceof ConvolutionLayer c && (c.getClass() == ConvolutionLayer.class || c instanceof DepthwiseConvolution2D)) {
      return activated(vertex, c.getActivationFn(), convolution(vertex, c, in));
    } else if (layer instanceof BatchNormalization b) {
      return batchNorm(vertex, b, in);
    } else if (layer instanceof ActivationLayer a) {
      return activation(vertex.name(), a.getActivationFn(), in);
    } else if (layer instanceof SubsamplingLayer s && s.getClass() == SubsamplingLayer.class) {
      return pool(vertex, s, in);
    } else if (layer instanceof GlobalPoolingLayer g) {
      need(g.getPoolingType() == PoolingType.MAX || g.getPoolingType() == PoolingType.AVG, "it pools by " + g.getPoolingType());
      Pooling.Mode mode = g.getPoolingType() == PoolingType.MAX ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE;
      return assembly.pool(new Pooling(assembly.name(vertex.name()), mode, 0, 1, 0, false, true), in);
    } else if (layer instanceof ZeroPaddingLayer z) {
      int[] p = z.getPadding();
      need(Arrays.stream(p).distinct().count() == 1, "it adds " + Arrays.toString(p) + " zeros, allowed are as many on every side");
      return in.padded(p[0]);
    } else if (layer instanceof DropoutLayer d) {
      return assembly.plain(new Dropout(assembly.name(vertex.name()), .5), in);
    } else if (layer instanceof DenseLayer d) {
      need(in.single(), "a linear layer over more than one pixel");
      INDArray matrix = vertex.numbers().get("W").dup('c');
      InnerProduct l = new InnerProduct(assembly.name(vertex.name()), Math.toIntExact(d.getNOut()), d.hasBias());
      return activated(vertex, d.getActivationFn(), assembly.linear(l, in, matrix, d.hasBias() ? List.of(vector(vertex, "b")) : List.of()));
    }
    throw new UnsupportedNodeException("there is no such layer");
  }

  private Value convolution(Dl4jVertex vertex, ConvolutionLayer c, Value in) {
    boolean depthwise = c instanceof DepthwiseConvolution2D;
    need(c.getCnn2dDataFormat() == CNN2DFormat.NCHW, "its maps are " + c.getCnn2dDataFormat());
    int kernel = same(c.getKernelSize(), "kernel");
    int stride = same(c.getStride(), "stride");
    int dilation = same(c.getDilation(), "dilation");
    int pad = padding(c.getConvolutionMode(), kernel, stride, dilation, same(c.getPadding(), "padding"));
    int outputs = Math.toIntExact(c.getNOut());
    INDArray stored = vertex.numbers().get("W"); // depthwise [kH, kW, C, m], others [O, C, kH, kW]
    INDArray weight = depthwise ? stored.dup('c').reshape('c', kernel, kernel, 1, outputs) : stored.permute(2, 3, 1, 0).dup('c');
    Convolution own = new Convolution(assembly.name(vertex.name()), outputs, kernel, stride, pad, dilation, depthwise ? Math.toIntExact(c.getNIn()) : 1, c.hasBias());
    return assembly.convolution(own, in, weight, c.hasBias() ? List.of(vector(vertex, "b")) : List.of());
  }

  private Value batchNorm(Dl4jVertex vertex, BatchNormalization b, Value in) {
    need(b.getCnn2DFormat() == CNN2DFormat.NCHW, "its maps are " + b.getCnn2DFormat());
    INDArray mean = vector(vertex, "mean");
    boolean logarithm = b.isUseLogStd();
    INDArray variance = logarithm ? Transforms.pow(Nd4j.valueArrayOf(mean.shape(), 10.0, mean.dataType()), vector(vertex, "log10stdev").mul(2)) : vector(vertex, "var");
    INDArray gamma = b.isLockGammaBeta() ? Nd4j.valueArrayOf(mean.shape(), b.getGamma(), mean.dataType()) : vector(vertex, "gamma");
    INDArray beta = b.isLockGammaBeta() ? Nd4j.valueArrayOf(mean.shape(), b.getBeta(), mean.dataType()) : vector(vertex, "beta");
    BatchNorm own = new BatchNorm(assembly.name(vertex.name()), b.getEps(), Math.round((1 - b.getDecay()) * 1e7) / 1e7, true, true);
    return assembly.batchNorm(own, in, List.of(gamma, beta, mean, variance));
  }

  private Value pool(Dl4jVertex vertex, SubsamplingLayer s, Value in) {
    need(s.getCnn2dDataFormat() == CNN2DFormat.NCHW, "its maps are " + s.getCnn2dDataFormat());
    need(s.getPoolingType() == PoolingType.MAX || s.getPoolingType() == PoolingType.AVG, "it pools by " + s.getPoolingType());
    need(same(s.getDilation(), "dilation") == 1, "it is dilated");
    boolean maximum = s.getPoolingType() == PoolingType.MAX;
    int kernel = same(s.getKernelSize(), "kernel");
    int stride = same(s.getStride(), "stride");
    int pad = padding(s.getConvolutionMode(), kernel, stride, 1, same(s.getPadding(), "padding"));
    need(maximum || pad == 0 || s.isAvgPoolIncludePadInDivisor(), "its mean leaves the padding out");
    return assembly.pool(new Pooling(assembly.name(vertex.name()), maximum ? Pooling.Mode.MAX : Pooling.Mode.AVERAGE, kernel, stride, pad, false, false), in);
  }

  /** SAME depends on the input's size, except where the stride is 1 and the kernel odd, or where no pixel is added anyway. */
  private static int padding(ConvolutionMode mode, int kernel, int stride, int dilation, int given) {
    if (mode == ConvolutionMode.Same) {
      need(kernel == 1 || stride == 1 && kernel % 2 == 1, "its padding (mode Same) depends on the input's size");
      return dilation * (kernel - 1) / 2;
    }
    need(mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Strict, "its mode is " + mode);
    return given;
  }

  private Value activated(Dl4jVertex vertex, IActivation function, Value value) {
    return function instanceof ActivationIdentity ? value : activation(vertex.name() + ".activation", function, value);
  }

  private Value activation(String name, IActivation function, Value in) {
    if (function instanceof ActivationIdentity) {
      return in;
    }
    boolean plain = function instanceof ActivationReLU r && zero(r.getMax()) && zero(r.getThreshold()) && zero(r.getNegativeSlope());
    need(plain || function instanceof ActivationReLU6, "its activation is " + function);
    return plain ? assembly.plain(new Relu(assembly.name(name), false), in) : assembly.plain(new Relu6(assembly.name(name), false), in);
  }

  private static boolean zero(Double value) {
    return value == null || value == 0;
  }

  private static INDArray vector(Dl4jVertex vertex, String key) {
    Map<String, INDArray> numbers = vertex.numbers();
    need(numbers.containsKey(key), "it has no " + key);
    return numbers.get(key).dup('c').reshape(numbers.get(key).length());
  }

  private static int same(int[] values, String what) {
    need(values != null && values.length == 2 && values[0] == values[1], "its " + what + " differs between height and width");
    return values[0];
  }

  private static void need(boolean condition, String otherwise) {
    if (!condition) {
      throw new UnsupportedNodeException(otherwise);
    }
  }
}
