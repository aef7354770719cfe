package org.automtl4j.plan.internal.kernel.host;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.plan.ParallelLoop;
import org.automtl4j.plan.internal.ir.Call;
import org.automtl4j.plan.internal.kernel.host.PixelRows.Lanes;
import org.automtl4j.plan.internal.kernel.host.RowScratch.Slot;
import org.automtl4j.plan.internal.kernel.host.WinogradAxis.Part;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes between images [N, C, H, W] and the sums of their pixels that a Winograd convolution multiplies: for each pair of a part of the rows and a part of the
 * columns a matrix [rows columns N, C] without gaps, one after the other. Works in several threads, each on some of the channels of an image.
 */
public final class WinogradMove implements Call {
  /** Rows of so many numbers are added at most: longer ones are not much faster. */
  private static final int LONG_ROW = 256;

  /** Rows of fewer numbers are not worth another thread, or less memory. */
  private static final int SHORT_ROW = 32;

  /** The pixels of a thread have so many numbers at most, 2 MiB. */
  private static final int ENOUGH = 1 << 19;

  private final PixelRows images;
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
    this.images = new PixelRows(RowMove.buffer(images), (int) images.size(1), (int) (images.size(2) * images.size(3)));
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
   * @param images [N, C, H, W]
   * @param rows parts of the rows
   * @param columns parts of the columns
   * @param side which factors of the parts count
   * @param packed the matrices of the sums, which are written
   * @return what does it
   */
  public static Call gather(RowScratch scratch, INDArray images, List<Part> rows, List<Part> columns, Function<Part, SparseMap> side, INDArray packed) {
    return new WinogradMove(scratch, images, packed, rows.stream().map(side).toList(), columns.stream().map(side).toList(), true, false);
  }

  /**
   * Gives products to the pixels.
   *
   * @param scratch arrays to work in
   * @param packed the matrices of the products
   * @param rows parts of the rows
   * @param columns parts of the columns
   * @param side which factors of the parts count
   * @param images [N, C, H, W], which is written
   * @param onto whether they are added to what is there
   * @return what does it
   */
  public static Call scatter(RowScratch scratch, INDArray packed, List<Part> rows, List<Part> columns, Function<Part, SparseMap> side, INDArray images, boolean onto) {
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

  /** The arrays of one thread, for a block of channels. */
  private final class Worker {
    private final float[][] planes;
    private final float[][] pixels;
    private final float[][] line;
    private final float[][] sums;

    private Worker(int part, int lanes) {
      planes = PixelRows.planes(scratch, part, height * width);
      pixels = scratch.rows(part, Slot.PIXELS, height * width, lanes);
      line = scratch.rows(part, Slot.LINE, width, lanes);
      sums = scratch.rows(part, Slot.SUMS, gather ? 1 : columns.count(), lanes);
    }

    /** Moves some channels of some images, as far as there are so many. */
    private void move(int image, int together, int channel, int block) {
      Lanes lanes = new Lanes(image, Math.min(together, count - image), channel, Math.min(block, channels - channel));
      if (gather || onto) {
        images.load(lanes, 0, pixels, height * width, planes);
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
        images.store(lanes, 0, pixels, height * width, planes);
      }
    }

    private void gather(int r, Lanes lanes) {
      for (int w = 0; w < width; w++) {
        rows.map().sum(r, pixels, w, width, line[w], lanes.length());
      }
      for (int m = 0; m < columns.count(); m++) {
        ofColumns.sum(m, line, 0, 1, sums[0], lanes.length());
        int place = place(r, m) + lanes.image() * channels + lanes.channel();
        for (int n = 0; n < lanes.length(); n += run(lanes)) {
          packed.put(place + n / lanes.block() * channels, sums[0], n, run(lanes));
        }
      }
    }

    private void scatter(int r, Lanes lanes) {
      for (int m = 0; m < columns.count(); m++) {
        int place = place(r, m) + lanes.image() * channels + lanes.channel();
        for (int n = 0; n < lanes.length(); n += run(lanes)) {
          packed.get(place + n / lanes.block() * channels, sums[m], n, run(lanes));
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

    /** How many lanes lie side by side in the matrices too: all of them, if these are all channels. */
    private int run(Lanes lanes) {
      return lanes.block() == channels ? lanes.length() : lanes.block();
    }
  }
}
