package org.automtl4j.graph.plan.internal;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.graph.plan.ParallelLoop;
import org.automtl4j.graph.plan.internal.RowScratch.Slot;
import org.automtl4j.graph.plan.internal.WinogradAxis.Part;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes between images [N, C, H, W] and the sums of their pixels that a Winograd convolution multiplies: for each pair of a part of the rows and a part of the
 * columns a matrix [rows columns N, C] without gaps, one after the other. Works in several threads, each on some of the channels of an image.
 */
final class WinogradMove implements Call {
  /** Rows of so many numbers are added at most: longer ones are not much faster. */
  private static final int LONG_ROW = 256;

  /** Rows of fewer numbers are not worth another thread, or less memory. */
  private static final int SHORT_ROW = 32;

  /** The pixels of a thread have so many numbers at most, 2 MiB. */
  private static final int ENOUGH = 1 << 19;

  /** So many channels are turned from planes to rows of channels in one go. */
  private static final int AT_ONCE = 8;

  private final FloatBuffer images;
  private final FloatBuffer packed;
  private final int count;
  private final int channels;
  private final int height;
  private final int width;
  private final Products rows;
  private final Products columns;
  private final SparseMap ofColumns;
  private final int[] order;
  private final boolean gather;
  private final boolean onto;
  private final RowScratch scratch;

  private WinogradMove(RowScratch scratch, INDArray images, INDArray packed, List<SparseMap> rows, List<SparseMap> columns, boolean gather, boolean onto) {
    this.images = RowMove.buffer(images);
    this.packed = RowMove.buffer(packed);
    this.count = (int) images.size(0);
    this.channels = (int) images.size(1);
    this.height = (int) images.size(2);
    this.width = (int) images.size(3);
    this.rows = Products.of(rows);
    this.columns = Products.of(columns);
    this.ofColumns = gather ? this.columns.map() : this.columns.map().transposed();
    this.order = IntStream.range(0, this.rows.count()).boxed().sorted(Comparator.comparingInt(this.rows.map()::first)).mapToInt(Integer::intValue).toArray();
    this.gather = gather;
    this.onto = onto;
    this.scratch = scratch;
  }

  /**
   * The products of an axis.
   *
   * @param map the factors of all of them
   * @param before for each product, how many products there are in the parts before its own
   * @param size the size of its part
   */
  private record Products(SparseMap map, int[] before, int[] size) {
    static Products of(List<SparseMap> parts) {
      SparseMap map = SparseMap.stacked(parts);
      int[] before = new int[map.rows()];
      int[] size = new int[map.rows()];
      int first = 0;
      for (SparseMap part : parts) {
        Arrays.fill(before, first, first + part.rows(), first);
        Arrays.fill(size, first, first + part.rows(), part.rows());
        first += part.rows();
      }
      return new Products(map, before, size);
    }

    int count() {
      return size.length;
    }
  }

  /**
   * Makes sums of pixels.
   *
   * @param scratch arrays to work in
   * @param rows parts of the rows
   * @param columns parts of the columns
   * @param side which factors of the parts count
   */
  static Call gather(RowScratch scratch, INDArray images, List<Part> rows, List<Part> columns, Function<Part, SparseMap> side, INDArray packed) {
    return new WinogradMove(scratch, images, packed, rows.stream().map(side).toList(), columns.stream().map(side).toList(), true, false);
  }

  /**
   * Gives products to the pixels.
   *
   * @param scratch arrays to work in
   * @param rows parts of the rows
   * @param columns parts of the columns
   * @param side which factors of the parts count
   * @param onto whether they are added to what is there
   */
  static Call scatter(RowScratch scratch, INDArray packed, List<Part> rows, List<Part> columns, Function<Part, SparseMap> side, INDArray images, boolean onto) {
    return new WinogradMove(scratch, images, packed, rows.stream().map(side).toList(), columns.stream().map(side).toList(), false, onto);
  }

  @Override
  public void run() {
    int threads = ParallelLoop.threads();
    int most = Math.max(SHORT_ROW, Math.min(LONG_ROW, ENOUGH / (height * width)));
    int blocks = Math.max((channels + most - 1) / most, Math.min((threads + count - 1) / count, channels / SHORT_ROW));
    int block = (channels + blocks - 1) / blocks;
    int together = Math.max(1, Math.min(most / block, count * blocks / threads));
    int tasks = (count + together - 1) / together * blocks;
    int parts = Math.min(tasks, threads);
    ParallelLoop.run(parts, part -> {
      Worker worker = new Worker(part, together * block);
      for (int k = tasks * part / parts; k < tasks * (part + 1) / parts; k++) {
        worker.move(k / blocks * together, together, k % blocks * block, block);
      }
    });
  }

  /** What lies side by side in a row of numbers: a block of channels of one image, the same of the next one, and so on. */
  private record Lanes(int image, int images, int channel, int block, boolean whole) {
    int length() {
      return images * block;
    }

    /** How many of them lie side by side in the matrices too: all of them, if these are all channels. */
    int run() {
      return whole ? length() : block;
    }

    /** The first of those that are turned together with this one and those after it: if too few are left, with some before it again. */
    int first(int lane) {
      return Math.max(0, Math.min(lane, length() - AT_ONCE));
    }
  }

  /** The arrays of one thread, for a block of channels. */
  private final class Worker {
    private final float[][] planes;
    private final float[][] pixels;
    private final float[][] line;
    private final float[][] sums;

    private Worker(int part, int lanes) {
      planes = scratch.rows(part, Slot.PLANES, AT_ONCE, height * width);
      pixels = scratch.rows(part, Slot.PIXELS, height * width, lanes);
      line = scratch.rows(part, Slot.LINE, width, lanes);
      sums = scratch.rows(part, Slot.SUMS, gather ? 1 : columns.count(), lanes);
    }

    /** Moves some channels of some images, as far as there are so many. */
    private void move(int image, int together, int channel, int block) {
      Lanes lanes = new Lanes(image, Math.min(together, count - image), channel, Math.min(block, channels - channel), block == channels);
      if (gather || onto) {
        load(lanes);
      } else {
        for (int p = 0; p < height * width; p++) {
          Arrays.fill(pixels[p], 0, lanes.length(), 0);
        }
      }
      for (int r : order) {
        if (gather) {
          gather(r, lanes);
        } else {
          scatter(r, lanes);
        }
      }
      if (!gather) {
        store(lanes);
      }
    }

    private void gather(int r, Lanes lanes) {
      for (int w = 0; w < width; w++) {
        rows.map().sum(r, pixels, w, width, line[w], lanes.length());
      }
      for (int m = 0; m < columns.count(); m++) {
        ofColumns.sum(m, line, 0, 1, sums[0], lanes.length());
        int place = place(r, m) + lanes.image() * channels + lanes.channel();
        for (int n = 0; n < lanes.length(); n += lanes.run()) {
          packed.put(place + n / lanes.block() * channels, sums[0], n, lanes.run());
        }
      }
    }

    private void scatter(int r, Lanes lanes) {
      for (int m = 0; m < columns.count(); m++) {
        int place = place(r, m) + lanes.image() * channels + lanes.channel();
        for (int n = 0; n < lanes.length(); n += lanes.run()) {
          packed.get(place + n / lanes.block() * channels, sums[m], n, lanes.run());
        }
      }
      for (int w = 0; w < width; w++) {
        ofColumns.sum(w, sums, 0, 1, line[w], lanes.length());
        rows.map().give(r, line[w], pixels, w, width, lanes.length());
      }
    }

    /** Where the numbers of a pair of products begin. */
    private int place(int r, int m) {
      int pair = rows.before()[r] * columns.count() + rows.size()[r] * columns.before()[m];
      return (pair + (r - rows.before()[r]) * columns.size()[m] + m - columns.before()[m]) * count * channels;
    }

    /** Images as [row and column][image and channel]. */
    private void load(Lanes lanes) {
      for (int lane = 0; lane < lanes.length(); lane += AT_ONCE) {
        int first = lanes.first(lane);
        for (int k = 0; k < Math.min(AT_ONCE, lanes.length()); k++) {
          images.get(plane(lanes, first + k), planes[k], 0, height * width);
        }
        turn(first);
      }
    }

    private void store(Lanes lanes) {
      for (int lane = 0; lane < lanes.length(); lane += AT_ONCE) {
        int first = lanes.first(lane);
        turnBack(first);
        for (int k = 0; k < Math.min(AT_ONCE, lanes.length()); k++) {
          images.put(plane(lanes, first + k), planes[k], 0, height * width);
        }
      }
    }

    private int plane(Lanes lanes, int lane) {
      return ((lanes.image() + lane / lanes.block()) * channels + lanes.channel() + lane % lanes.block()) * height * width;
    }

    private void turn(int first) {
      float[] p0 = planes[0];
      float[] p1 = planes[1];
      float[] p2 = planes[2];
      float[] p3 = planes[3];
      float[] p4 = planes[4];
      float[] p5 = planes[5];
      float[] p6 = planes[6];
      float[] p7 = planes[7];
      for (int p = 0; p < height * width; p++) {
        float[] row = pixels[p];
        row[first] = p0[p];
        row[first + 1] = p1[p];
        row[first + 2] = p2[p];
        row[first + 3] = p3[p];
        row[first + 4] = p4[p];
        row[first + 5] = p5[p];
        row[first + 6] = p6[p];
        row[first + 7] = p7[p];
      }
    }

    private void turnBack(int first) {
      float[] p0 = planes[0];
      float[] p1 = planes[1];
      float[] p2 = planes[2];
      float[] p3 = planes[3];
      float[] p4 = planes[4];
      float[] p5 = planes[5];
      float[] p6 = planes[6];
      float[] p7 = planes[7];
      for (int p = 0; p < height * width; p++) {
        float[] row = pixels[p];
        p0[p] = row[first];
        p1[p] = row[first + 1];
        p2[p] = row[first + 2];
        p3[p] = row[first + 3];
        p4[p] = row[first + 4];
        p5[p] = row[first + 5];
        p6[p] = row[first + 6];
        p7[p] = row[first + 7];
      }
    }
  }
}
