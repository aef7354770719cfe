package org.automtl4j.graph.model.internal.step;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.automtl4j.graph.model.internal.step.Operation.Padding;
import org.automtl4j.graph.model.internal.step.Operation.Window;

/** Shapes of activations without the batch axis, [C, H, W] or [features]; a wrong one is refused with the layer's name. */
public final class MapShapes {
  private MapShapes() {}

  public static long[] of(Step step, List<long[]> inputs) {
    long[] in = inputs.get(0);
    Operation operation = step.operation();
    if (operation instanceof Operation.Convolve conv) {
      Window w = conv.window();
      need(step, in.length == 3 && kernelFits(conv.kernel(), w, in[0]), in);
      biasFits(step, conv.bias(), conv.kernel().size(3));
      return new long[] {conv.kernel().size(3), windows(in[1], w, true), windows(in[2], w, false)};
    } else if (operation instanceof Operation.Depthwise conv) {
      need(step, in.length == 3 && kernelFits(conv.kernel(), conv.window(), in[0]), in);
      biasFits(step, conv.bias(), in[0] * conv.kernel().size(3));
      return new long[] {in[0] * conv.kernel().size(3), windows(in[1], conv.window(), true), windows(in[2], conv.window(), false)};
    } else if (operation instanceof Operation.Linear linear) {
      need(step, in.length == 1 && linear.matrix().rank() == 2 && in[0] == linear.matrix().size(0), in);
      biasFits(step, linear.bias(), linear.matrix().size(1));
      return new long[] {linear.matrix().size(1)};
    } else if (operation instanceof Operation.Normalize norm) {
      norm.weights().forEach(weight -> need(step, weight.shape().equals(List.of(in[0])), in));
      return in;
    } else if (operation instanceof Operation.Pad pad) {
      need(step, in.length == 3, in);
      return padded(in, pad.padding());
    } else if (operation instanceof Operation.Pool pool) {
      need(step, in.length == 3, in);
      long[] padded = padded(in, pool.padding());
      return new long[] {in[0], windows(padded[1], pool.window(), true), windows(padded[2], pool.window(), false)};
    } else if (operation instanceof Operation.GlobalPool pool) {
      need(step, in.length == 3, in);
      return pool.keepsAxes() ? new long[] {in[0], 1, 1} : new long[] {in[0]};
    } else if (operation instanceof Operation.Channels channels) {
      need(step, in.length == 3 && channels.to() <= in[0], in);
      return new long[] {channels.to() - channels.from(), in[1], in[2]};
    } else if (operation instanceof Operation.Concatenate) {
      long[] out = in.clone();
      out[0] = inputs.stream().mapToLong(shape -> shape[0]).sum();
      return out;
    } else if (operation instanceof Operation.Combine) {
      return broadcast(step, inputs);
    } else if (operation instanceof Operation.Reshape reshape) {
      return reshape.shape().stream().skip(1).mapToLong(Long::longValue).toArray();
    }
    return in;
  }

  private static boolean kernelFits(Weight kernel, Window w, long channels) {
    return kernel.rank() == 4 && kernel.shape().subList(0, 3).equals(List.of((long) w.kernelHeight(), (long) w.kernelWidth(), channels));
  }

  private static void biasFits(Step step, Optional<Weight> bias, long outputs) {
    bias.ifPresent(b -> {
      if (!b.shape().equals(List.of(outputs))) {
        throw Refusal.of(step.output(), "its bias has shape " + b.shape() + " for " + outputs + " outputs");
      }
    });
  }

  private static long windows(long in, Window w, boolean rows) {
    return rows
        ? (in + 2L * w.padHeight() - w.dilationHeight() * (w.kernelHeight() - 1L) - 1) / w.strideHeight() + 1
        : (in + 2L * w.padWidth() - w.dilationWidth() * (w.kernelWidth() - 1L) - 1) / w.strideWidth() + 1;
  }

  private static long[] padded(long[] in, Padding p) {
    return new long[] {in[0], in[1] + p.top() + p.bottom(), in[2] + p.left() + p.right()};
  }

  private static long[] broadcast(Step step, List<long[]> inputs) {
    long[] out = inputs.get(0).clone();
    for (long[] in : inputs) {
      need(step, in.length == out.length, in);
      for (int i = 0; i < out.length; i++) {
        need(step, in[i] == out[i] || in[i] == 1 || out[i] == 1, in);
        out[i] = Math.max(out[i], in[i]);
      }
    }
    return out;
  }

  private static void need(Step step, boolean condition, long[] found) {
    if (!condition) {
      throw Refusal.of(step.output(), "it does not take an input of shape " + Arrays.toString(found));
    }
  }
}
