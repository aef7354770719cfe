package org.automtl4j.train.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.automtl4j.plan.GradientConsumer;
import org.automtl4j.train.balance.internal.RowArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * J: the gradients of the shared parameters by task, at the same parameters. One block beside Java's heap, a row a task, which is used again at each step. As a gradient comes, its
 * products with those of the tasks before it are added up, in double and in pieces of a fixed length, parameter by parameter; so the Gramian is ready when the last gradient is there, and that of every
 * parameter too. Not thread-safe.
 *
 * <p>A step is: {@link #start}; for each present task {@link #begin} and {@link #put}; then what the balancing method asks for.
 */
public final class TaskGradients implements AutoCloseable {
  private final List<String> tasks;
  private final List<String> parameters;
  private final long[] offsets;
  private final RowArray rows;
  private final RowArray combined;
  private final List<INDArray> views = new ArrayList<>();
  private final double[][][] products;
  private final boolean[] given;
  private final List<Integer> present = new ArrayList<>();

  /**
   * @param type of the numbers, FLOAT or DOUBLE
   * @param tasks all of them, in the order of the configuration
   * @param parameters the shared ones in the order of the network, with how many numbers each has; at least one
   */
  public TaskGradients(DataType type, List<String> tasks, LinkedHashMap<String, Long> parameters) {
    this.tasks = List.copyOf(tasks);
    this.parameters = List.copyOf(parameters.keySet());
    this.offsets = new long[this.parameters.size() + 1];
    long longest = 0;
    for (int p = 0; p < this.parameters.size(); p++) {
      long length = parameters.get(this.parameters.get(p));
      offsets[p + 1] = offsets[p] + length;
      longest = Math.max(longest, length);
    }
    this.rows = RowArray.zeros(type, tasks.size(), offsets[this.parameters.size()]);
    this.combined = RowArray.zeros(type, 1, longest);
    for (int p = 0; p < this.parameters.size(); p++) {
      views.add(combined.array().slice(0).get(NDArrayIndex.interval(0, length(p))));
    }
    this.products = new double[this.parameters.size()][tasks.size()][tasks.size()];
    this.given = new boolean[this.parameters.size()];
  }

  /** Begins a step: no task is present yet. */
  public void start() {
    present.clear();
    for (double[][] ofParameter : products) {
      for (double[] row : ofParameter) {
        Arrays.fill(row, 0);
      }
    }
  }

  /**
   * Begins a task's row, with zeros.
   *
   * @param task one that is not present yet
   */
  public void begin(String task) {
    int row = tasks.indexOf(task);
    if (row < 0 || present.contains(row)) {
      throw new IllegalArgumentException(row < 0 ? "no task '" + task + "' among " + tasks : "task '" + task + "' has its gradients already: start() a step first");
    }
    present.add(row);
    rows.clear(row);
    Arrays.fill(given, false);
  }

  /**
   * Takes a gradient of the task that was begun last, as a plan hands it out; one per parameter.
   *
   * @param parameter a shared parameter
   * @param gradient its gradient, or neighbouring numbers of it where the rest is 0; only read
   * @param first the place of the first of these numbers, in C order
   */
  public void put(String parameter, INDArray gradient, long first) {
    int p = parameters.indexOf(parameter);
    if (p < 0 || present.isEmpty() || given[p]) {
      throw new IllegalArgumentException(p < 0 ? "'" + parameter + "' is none of the shared parameters" : present.isEmpty() ? "no task was begun"
          : "'" + parameter + "' has its gradient of this task already");
    }
    if (first < 0 || first + gradient.length() > length(p)) {
      throw new IllegalArgumentException("'" + parameter + "' has " + length(p) + " numbers, found a gradient of " + gradient.length() + " from " + first + " on");
    }
    given[p] = true;
    int row = present.get(present.size() - 1);
    rows.put(row, offsets[p] + first, gradient);
    double[] own = new double[RowArray.BLOCK];
    double[] other = new double[RowArray.BLOCK];
    for (long from = 0; from < gradient.length(); from += RowArray.BLOCK) {
      int count = (int) Math.min(RowArray.BLOCK, gradient.length() - from);
      rows.read(row, offsets[p] + first + from, count, own);
      for (int before : present) {
        if (before != row) {
          rows.read(before, offsets[p] + first + from, count, other);
        }
        double sum = dot(own, before == row ? own : other, count);
        products[p][row][before] += sum;
        products[p][before][row] = products[p][row][before];
      }
    }
  }

  private static double dot(double[] a, double[] b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** @return the present tasks, in the order of the configuration, which is that of Gramians and weights */
  public List<String> present() {
    return Arrays.stream(places()).mapToObj(tasks::get).toList();
  }

  private int[] places() {
    return present.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** @return all tasks */
  public List<String> tasks() {
    return tasks;
  }

  /** @return the shared parameters in their order */
  public List<String> parameters() {
    return parameters;
  }

  /** @return D, how many numbers a row has */
  public long length() {
    return offsets[parameters.size()];
  }

  /** @return of the numbers */
  public DataType type() {
    return rows.array().dataType();
  }

  private long length(int p) {
    return offsets[p + 1] - offsets[p];
  }

  /** @return the first present task with a gradient that is infinite or not a number; empty where all is well */
  public Optional<String> notFinite() {
    return Arrays.stream(places()).filter(row -> {
      double sum = 0;
      for (double[][] ofParameter : products) {
        sum += ofParameter[row][row];
      }
      return !Double.isFinite(sum);
    }).mapToObj(tasks::get).findFirst();
  }

  /** @return G of the present tasks */
  public Gramian gramian() {
    return gramian(parameters);
  }

  /**
   * @param some shared parameters, such as those of one layer
   * @return G of the present tasks, of their gradients of these parameters alone
   */
  public Gramian gramian(Collection<String> some) {
    int[] places = places();
    double[][] sum = new double[places.length][places.length];
    for (int p = 0; p < parameters.size(); p++) {
      if (some == parameters || some.contains(parameters.get(p))) {
        for (int i = 0; i < places.length; i++) {
          for (int j = 0; j < places.length; j++) {
            sum[i][j] += products[p][places[i]][places[j]];
          }
        }
      }
    }
    return Gramian.of(sum);
  }

  /** Looks at one piece of all present rows. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param first the place of its first number over all shared parameters
     * @param pieces of the present tasks' rows, [T][8192], the first {@code count} numbers
     * @param count how many numbers it has
     */
    void visit(long first, double[][] pieces, int count);
  }

  /**
   * Shows all rows piece by piece.
   *
   * @param visitor looks at them
   */
  public void forEachPiece(Visitor visitor) {
    int[] places = places();
    double[][] pieces = new double[places.length][RowArray.BLOCK];
    for (long first = 0; first < length(); first += RowArray.BLOCK) {
      int count = (int) Math.min(RowArray.BLOCK, length() - first);
      for (int i = 0; i < places.length; i++) {
        rows.read(places[i], first, count, pieces[i]);
      }
      visitor.visit(first, pieces, count);
    }
  }

  /**
   * J K', where K are the gradients of the same parameters by another batch, or at another point.
   *
   * @param others of the same shared parameters, with the same tasks present
   * @return [T][T]: row t, column j is the product of this one's gradient of task t with the other's of task j; double
   */
  public double[][] products(TaskGradients others) {
    if (!others.parameters.equals(parameters) || !others.present().equals(present())) {
      throw new IllegalArgumentException("gradients of " + present() + " cannot be multiplied with those of " + others.present() + ", or they are of other parameters");
    }
    int[] places = places();
    double[][] sum = new double[places.length][places.length];
    double[][] mine = new double[places.length][RowArray.BLOCK];
    double[] other = new double[RowArray.BLOCK];
    for (long first = 0; first < length(); first += RowArray.BLOCK) {
      int count = (int) Math.min(RowArray.BLOCK, length() - first);
      for (int i = 0; i < places.length; i++) {
        rows.read(places[i], first, count, mine[i]);
      }
      for (int j = 0; j < places.length; j++) {
        others.rows.read(places[j], first, count, other);
        for (int i = 0; i < places.length; i++) {
          sum[i][j] += dot(mine[i], other, count);
        }
      }
    }
    return sum;
  }

  /** Computes one piece of the combined gradient. */
  @FunctionalInterface
  public interface Combination {
    /**
     * @param first the place of its first number over all shared parameters
     * @param pieces of the present tasks' rows, [T][8192], the first {@code count} numbers
     * @param count how many numbers it has
     * @param out takes them; zeros before
     */
    void combine(long first, double[][] pieces, int count, double[] out);
  }

  /**
   * Hands out the combined gradient, parameter by parameter.
   *
   * @param combination computes it piece by piece
   * @param out takes a flat array a parameter, valid during the call
   */
  public void combine(Combination combination, GradientConsumer out) {
    int[] places = places();
    double[][] pieces = new double[places.length][RowArray.BLOCK];
    double[] sum = new double[RowArray.BLOCK];
    for (int p = 0; p < parameters.size(); p++) {
      for (long from = 0; from < length(p); from += RowArray.BLOCK) {
        int count = (int) Math.min(RowArray.BLOCK, length(p) - from);
        for (int i = 0; i < places.length; i++) {
          rows.read(places[i], offsets[p] + from, count, pieces[i]);
        }
        Arrays.fill(sum, 0);
        combination.combine(offsets[p] + from, pieces, count, sum);
        combined.write(0, from, count, sum);
      }
      out.accept(parameters.get(p), views.get(p), 0);
    }
  }

  /**
   * Hands out J' w.
   *
   * @param weights w of the present tasks, in their order
   * @param out takes a flat array a parameter, valid during the call
   */
  public void combine(double[] weights, GradientConsumer out) {
    combine((first, pieces, count, sum) -> add(pieces, weights, count, sum), out);
  }

  /**
   * Hands out J' w with other weights for each parameter.
   *
   * @param weights by parameter, w of the present tasks
   * @param out takes a flat array a parameter, valid during the call
   */
  public void combine(Map<String, double[]> weights, GradientConsumer out) {
    double[][] byParameter = parameters.stream().map(weights::get).toArray(double[][]::new);
    combine((first, pieces, count, sum) -> add(pieces, byParameter[parameterAt(first)], count, sum), out);
  }

  private int parameterAt(long place) {
    int p = Arrays.binarySearch(offsets, place);
    p = p < 0 ? -p - 2 : p;
    while (length(p) == 0) {
      p++;
    }
    return p;
  }

  private static void add(double[][] pieces, double[] weights, int count, double[] sum) {
    for (int t = 0; t < pieces.length; t++) {
      for (int i = 0; i < count; i++) {
        sum[i] += weights[t] * pieces[t][i];
      }
    }
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    rows.close();
    combined.close();
  }
}
