package org.automtl4j.graph.plan.internal;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.automtl4j.graph.plan.ParallelLoop;
import org.automtl4j.graph.plan.internal.RowScratch.Slot;
import org.automtl4j.graph.plan.internal.WinogradAxis.Part;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes between images [N, C, H, W] and the sums of their pixels that a Winograd convolution multiplies: for each pair of a part of the rows and a part of the
 * columns a matrix [C, columns rows N] without gaps, one after the other. Works in several threads, each on some of the channels.
 */
final class WinogradMove implements Call {
  /** So many channels are moved at once that rows of about so many numbers are added, which the compiler does several at a time. */
  private static final int LONG_ROW = 512;

  private final FloatBuffer images;
  private final FloatBuffer packed;
  private final int count;
  private final int channels;
  private final int height;
  private final int width;
  private final int[] rowParts;
  private final int[] columnParts;
  private final SparseMap ofRows;
  private final SparseMap ofColumns;
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
    this.rowParts = rows.stream().mapToInt(SparseMap::rows).toArray();
    this.columnParts = columns.stream().mapToInt(SparseMap::rows).toArray();
    SparseMap allRows = SparseMap.stacked(rows);
    SparseMap allColumns = SparseMap.stacked(columns);
    this.ofRows = gather ? allRows : allRows.transposed();
    this.ofColumns = gather ? allColumns : allColumns.transposed();
    this.gather = gather;
    this.onto = onto;
    this.scratch = scratch;
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
    int block = Math.max(1, LONG_ROW / (count * width));
    int blocks = (channels + block - 1) / block;
    int threads = Math.min(blocks, ParallelLoop.threads());
    ParallelLoop.run(threads, part -> {
      Worker worker = new Worker(part, block);
      for (int k = blocks * part / threads; k < blocks * (part + 1) / threads; k++) {
        worker.move(k * block, Math.min(block, channels - k * block));
      }
    });
  }

  /** The arrays of one thread, for a block of channels. */
  private final class Worker {
    private final int rows = Arrays.stream(rowParts).sum();
    private final float[] plane;
    private final float[] matrix;
    private final float[][] pixels;
    private final float[][] lying;
    private final float[][] standing;
    private final float[][] sums;

    private Worker(int part, int block) {
      int lanes = block * count;
      plane = scratch.rows(part, Slot.PLANE, 1, height * width)[0];
      matrix = scratch.rows(part, Slot.MATRIX, 1, Arrays.stream(rowParts).max().orElse(0) * count * Arrays.stream(columnParts).max().orElse(0))[0];
      pixels = scratch.rows(part, Slot.PIXELS, height, lanes * width);
      lying = scratch.rows(part, Slot.LYING, rows, lanes * width);
      standing = scratch.rows(part, Slot.STANDING, width, lanes * rows);
      sums = scratch.rows(part, Slot.SUMS, Arrays.stream(columnParts).sum(), lanes * rows);
    }

    private void move(int first, int block) {
      int lanes = block * count;
      if (gather) {
        load(first, lanes);
        ofRows.apply(pixels, lying, lanes * width, false);
        stand(lanes);
        ofColumns.apply(standing, sums, lanes * rows, false);
        pack(first, block);
      } else {
        unpack(first, block);
        ofColumns.apply(sums, standing, lanes * rows, false);
        lie(lanes);
        if (onto) {
          load(first, lanes);
        }
        ofRows.apply(lying, pixels, lanes * width, onto);
        store(first, lanes);
      }
    }

    /** Images as [row][channel, image, column]. */
    private void load(int first, int lanes) {
      for (int lane = 0; lane < lanes; lane++) {
        images.get(place(first, lane), plane, 0, height * width);
        for (int h = 0; h < height; h++) {
          System.arraycopy(plane, h * width, pixels[h], lane * width, width);
        }
      }
    }

    private void store(int first, int lanes) {
      for (int lane = 0; lane < lanes; lane++) {
        for (int h = 0; h < height; h++) {
          System.arraycopy(pixels[h], lane * width, plane, h * width, width);
        }
        images.put(place(first, lane), plane, 0, height * width);
      }
    }

    private int place(int first, int lane) {
      return (lane % count * channels + first + lane / count) * height * width;
    }

    /** From [row][channel, image, column] to [column][channel, row, image]. */
    private void stand(int lanes) {
      for (int r = 0; r < rows; r++) {
        float[] from = lying[r];
        for (int lane = 0; lane < lanes; lane++) {
          int to = (lane / count * rows + r) * count + lane % count;
          for (int w = 0; w < width; w++) {
            standing[w][to] = from[lane * width + w];
          }
        }
      }
    }

    private void lie(int lanes) {
      for (int r = 0; r < rows; r++) {
        float[] to = lying[r];
        for (int lane = 0; lane < lanes; lane++) {
          int from = (lane / count * rows + r) * count + lane % count;
          for (int w = 0; w < width; w++) {
            to[lane * width + w] = standing[w][from];
          }
        }
      }
    }

    private void pack(int first, int block) {
      each(block, (place, c, row, length, column, size) -> {
        for (int m = 0; m < size; m++) {
          System.arraycopy(sums[column + m], c * rows * count + row, matrix, m * length, length);
        }
        packed.put(place + (first + c) * size * length, matrix, 0, size * length);
      });
    }

    private void unpack(int first, int block) {
      each(block, (place, c, row, length, column, size) -> {
        packed.get(place + (first + c) * size * length, matrix, 0, size * length);
        for (int m = 0; m < size; m++) {
          System.arraycopy(matrix, m * length, sums[column + m], c * rows * count + row, length);
        }
      });
    }

    /** Visits what a block of channels has in each of the matrices. */
    private void each(int block, Visitor visitor) {
      int place = 0;
      int row = 0;
      for (int height : rowParts) {
        int column = 0;
        for (int size : columnParts) {
          for (int c = 0; c < block; c++) {
            visitor.visit(place, c, row, height * count, column, size);
          }
          place += channels * size * height * count;
          column += size;
        }
        row += height * count;
      }
    }
  }

  /** Takes the place of a matrix, a channel of the block, the first number of the rows and how many, the first column and how many. */
  private interface Visitor {
    void visit(int place, int channel, int row, int length, int column, int size);
  }
}
