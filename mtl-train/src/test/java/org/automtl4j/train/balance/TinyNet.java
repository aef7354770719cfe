package org.automtl4j.train.balance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** The small network of the golden runs, by hand: Linear(5, 6), tanh, Linear(6, 4), tanh; heads a: Linear(4, 2), b: Linear(4, 3); mean squared errors. Kernels are [out, in]. */
final class TinyNet {
  static final int BATCH = 8;
  static final int SHARED = 64;
  private static final int[] SIZES = {5, 6, 4};
  private static final int[] OUTPUTS = {2, 3};

  /** All parameters in the golden order: the shared ones, then head a, then head b. */
  double[] parameters;

  /** What one batch gives: losses, gradients of all parameters by task [2][89], the representation [8][4], and its gradients by task [2][8][4]. */
  record Pass(double[] losses, double[][] gradients, double[][] z, double[][][] gz) {
    double[][] shared() {
      return Arrays.stream(gradients).map(g -> Arrays.copyOf(g, SHARED)).toArray(double[][]::new);
    }
  }

  private TinyNet(double[] parameters) {
    this.parameters = parameters;
  }

  static TinyNet start(JsonNode file) {
    String seed = file.get("seed").asText();
    double[] all = IntStream.range(0, file.get("parameters_order").size()).mapToObj(p -> {
      String name = file.get("parameters_order").get(p).asText();
      JsonNode shape = file.get("shapes").get(p);
      int size = IntStream.range(0, shape.size()).map(axis -> shape.get(axis).asInt()).reduce(1, (x, y) -> x * y);
      return fill(seed + "." + name, size, shape.size() == 1 ? 0.1 : Math.sqrt(6.0 / shape.get(1).asInt()));
    }).flatMapToDouble(Arrays::stream).toArray();
    return new TinyNet(all);
  }

  /** Numbers by formula. */
  static double[] fill(String name, int n, double scale) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    long state = crc.getValue();
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      state = (state * 1664525L + 1013904223L) & 0xffffffffL;
      values[i] = (float) (((state >>> 8) / 16777216.0 * 2 - 1) * scale);
    }
    return values;
  }

  Pass pass(double[] theta, String seed, int batch) {
    double[] x = fill(seed + ".e2e.x." + batch, BATCH * SIZES[0], 1);
    double[][] labels = {fill(seed + ".e2e.a." + batch, BATCH * 2, 1), fill(seed + ".e2e.b." + batch, BATCH * 3, 3)};
    double[] h1 = tanh(linear(theta, 0, x, 5, 6));
    double[] h2 = tanh(linear(theta, 36, h1, 6, 4));
    double[] losses = new double[2];
    double[][] gradients = new double[2][theta.length];
    double[][][] gz = new double[2][][];
    int head = SHARED;
    for (int t = 0; t < 2; t++) {
      double[] y = linear(theta, head, h2, 4, OUTPUTS[t]);
      double[] dy = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        double error = y[i] - labels[t][i];
        losses[t] += error * error / y.length;
        dy[i] = 2 * error / y.length;
      }
      double[] dh2 = back(theta, head, h2, dy, 4, OUTPUTS[t], gradients[t]);
      gz[t] = matrix(dh2, 4);
      shared(theta, x, h1, h2, dh2, gradients[t]);
      head += OUTPUTS[t] * 5;
    }
    return new Pass(losses, gradients, matrix(h2, 4), gz);
  }

  /** The shared parameters' gradients of a gradient of the representation. */
  double[] ofRepresentation(double[] theta, String seed, int batch, double[][] dz) {
    double[] x = fill(seed + ".e2e.x." + batch, BATCH * SIZES[0], 1);
    double[] h1 = tanh(linear(theta, 0, x, 5, 6));
    double[] h2 = tanh(linear(theta, 36, h1, 6, 4));
    double[] gradients = new double[theta.length];
    shared(theta, x, h1, h2, Arrays.stream(dz).flatMapToDouble(Arrays::stream).toArray(), gradients);
    return Arrays.copyOf(gradients, SHARED);
  }

  private static void shared(double[] theta, double[] x, double[] h1, double[] h2, double[] dh2, double[] gradients) {
    double[] dh1 = back(theta, 36, h1, untanh(h2, dh2), 6, 4, gradients);
    back(theta, 0, x, untanh(h1, dh1), 5, 6, gradients);
  }

  private static double[] linear(double[] theta, int at, double[] in, int width, int outputs) {
    double[] out = new double[BATCH * outputs];
    for (int n = 0; n < BATCH; n++) {
      for (int o = 0; o < outputs; o++) {
        double sum = theta[at + outputs * width + o];
        for (int i = 0; i < width; i++) {
          sum += theta[at + o * width + i] * in[n * width + i];
        }
        out[n * outputs + o] = sum;
      }
    }
    return out;
  }

  /** Adds the gradients of kernel and bias, and returns that of the input. */
  private static double[] back(double[] theta, int at, double[] in, double[] dy, int width, int outputs, double[] gradients) {
    double[] dx = new double[BATCH * width];
    for (int n = 0; n < BATCH; n++) {
      for (int o = 0; o < outputs; o++) {
        double d = dy[n * outputs + o];
        gradients[at + outputs * width + o] += d;
        for (int i = 0; i < width; i++) {
          gradients[at + o * width + i] += d * in[n * width + i];
          dx[n * width + i] += d * theta[at + o * width + i];
        }
      }
    }
    return dx;
  }

  private static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }

  private static double[] untanh(double[] y, double[] dy) {
    return IntStream.range(0, y.length).mapToDouble(i -> dy[i] * (1 - y[i] * y[i])).toArray();
  }

  private static double[][] matrix(double[] flat, int width) {
    return IntStream.range(0, flat.length / width).mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width)).toArray(double[][]::new);
  }
}
