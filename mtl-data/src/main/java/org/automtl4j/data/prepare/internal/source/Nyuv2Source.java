package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.PixelLimits;
import org.automtl4j.data.reader.Pixels;

/**
 * NYUv2: {@code nyu_depth_v2_labeled.mat} with {@code splits.mat} (the official split, numbers of training and test pictures) and {@code classMapping40.mat}
 * (the class of 40 of each of the 894). Normals come from a folder of pictures where one is given, else from depth.
 */
public final class Nyuv2Source implements Source {
  private static final String MAT = "nyu_depth_v2_labeled.mat";
  private static final int CLASSES = 40;
  private static final int UNKNOWN = 255;

  private final MatlabFile mat;
  private final Path matFile;
  private final int height;
  private final int width;
  private final int[] classes;
  private final Optional<Path> normals;
  private final Nyuv2Files layout;
  private final List<Item> items = new ArrayList<>();

  /**
   * @param source the file, or the folder that it lies in
   * @param splits {@code splits.mat}, if it does not lie beside it
   * @param mapping {@code classMapping40.mat}, if it does not lie beside it
   * @param normals a folder with one png of normals per picture, named by its four-digit number from 0001; {@code normals} beside the file if there is one
   * @param layout which files a sample is written to, and what tells of them
   */
  public Nyuv2Source(Path source, Optional<Path> splits, Optional<Path> mapping, Optional<Path> normals, Nyuv2Files layout) {
    this.layout = layout;
    this.matFile = Files.isDirectory(source) ? source.resolve(MAT) : source;
    Path beside = matFile.toAbsolutePath().getParent();
    Path splitFile = splits.orElse(beside.resolve("splits.mat"));
    Path mappingFile = mapping.orElse(beside.resolve("classMapping40.mat"));
    need(matFile, "https://cs.nyu.edu/~fergus/datasets/nyu_depth_v2.html");
    need(splitFile, "http://horatio.cs.nyu.edu/mit/silberman/indoor_seg_sup/splits.mat; --splits FILE tells another place");
    need(mappingFile, "https://github.com/ankurhanda/nyuv2-meta-data, which has the map of Gupta, Arbelaez and Malik; --classes FILE tells another place");
    this.normals = normals.or(() -> Optional.of(beside.resolve("normals")).filter(Files::isDirectory));
    this.mat = MatlabFile.open(matFile);
    try {
      int[] images = shape("images", 4);
      int[] depths = shape("depths", 3);
      int[] labels = shape("labels", 3);
      this.height = images[3];
      this.width = images[2];
      if (images[1] != 3 || depths[0] != images[0] || labels[0] != images[0] || depths[1] != width || depths[2] != height || !Arrays.equals(depths, labels)) {
        throw new InvalidInputException(matFile + ": found images " + Arrays.toString(images) + ", depths " + Arrays.toString(depths) + ", labels "
            + Arrays.toString(labels) + ", allowed: [N, 3, W, H], [N, W, H], [N, W, H]");
      }
      PixelLimits.checkSize(matFile, height, width);
      this.classes = MatlabTable.read(mappingFile, "mapClass");
      if (Arrays.stream(classes).anyMatch(c -> c < 1 || c > CLASSES)) {
        throw new InvalidInputException(mappingFile + ": found a class outside 1 to " + CLASSES);
      }
      split(splitFile, images[0]);
    } catch (RuntimeException e) {
      mat.close();
      throw e;
    }
  }

  private static void need(Path file, String where) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": there is no such file; its owners distribute it at " + where);
    }
  }

  private int[] shape(String name, int dimensions) {
    int[] shape = mat.shape(name);
    if (shape.length != dimensions) {
      throw new InvalidInputException(matFile + ": found '" + name + "' with the shape " + Arrays.toString(shape) + ", allowed: " + dimensions + " dimensions");
    }
    return shape;
  }

  private void split(Path file, int pictures) {
    Map<Integer, Split> known = new TreeMap<>();
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      for (int number : MatlabTable.read(file, split.id() + "Ndxs")) {
        if (number < 1 || number > pictures || known.put(number, split) != null) {
          throw new InvalidInputException(file + ": found the picture " + number + (number < 1 || number > pictures ? "" : " twice") + ", allowed: 1 to "
              + pictures
              + ", each once");
        }
      }
    }
    known.forEach((number, split) -> {
      String name = String.format(Locale.ROOT, "%04d", number);
      items.add(new Item(name, split, layout.files(name)));
    });
  }

  @Override
  public String settings() {
    return layout.name() + " size=" + height + "x" + width + " normals=" + (normals.isPresent() ? "given" : "from depth");
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public void write(Item item, Path folder) {
    int index = Integer.parseInt(item.key()) - 1;
    int area = height * width;
    float[] depth = rows(mat.floats("depths", index, area));
    PngFile.colour(folder.resolve(item.files().get(0)), rgb(mat.ints("images", index, 3 * area), item), height, width);
    PngFile.grey(folder.resolve(item.files().get(1)), classes(mat.ints("labels", index, area), item), height, width);
    PngFile.colour(folder.resolve(item.files().get(2)), normals.map(n -> given(n.resolve(item.key() + ".png")))
        .orElseGet(() -> bytes(DepthNormals.NYUV2.of(depth, height, width))), height, width);
    if (item.files().size() > 3) {
      NpyFile.write(folder.resolve(item.files().get(3)), NumberArray.of(depth, height, width));
    }
  }

  /** [3, W, H] to [H, W, 3]. */
  private byte[] rgb(int[] planes, Item item) {
    byte[] rgb = new byte[planes.length];
    for (int c = 0, from = 0; c < 3; c++) {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          int value = planes[from++];
          if (value < 0 || value > 255) {
            throw new InvalidInputException(matFile + ", picture " + item.key() + ": found the number " + value + " at row " + y + ", column " + x
                + ", allowed: 0 to 255");
          }
          rgb[3 * (y * width + x) + c] = (byte) value;
        }
      }
    }
    return rgb;
  }

  /** [W, H] to [H, W]. */
  private float[] rows(float[] columns) {
    float[] rows = new float[columns.length];
    for (int x = 0, from = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        rows[y * width + x] = columns[from++];
      }
    }
    return rows;
  }

  /** [W, H] labels to [H, W] classes. */
  private byte[] classes(int[] labels, Item item) {
    byte[] grey = new byte[labels.length];
    for (int x = 0, from = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        int label = labels[from++];
        if (label < 0 || label > classes.length) {
          throw new InvalidInputException(matFile + ", picture " + item.key() + ": found the label " + label + " at row " + y + ", column " + x
              + ", allowed: 0 to " + classes.length);
        }
        grey[y * width + x] = (byte) (label == 0 ? UNKNOWN : classes[label - 1] - 1);
      }
    }
    return grey;
  }

  private byte[] given(Path file) {
    Pixels pixels = ImageFile.read(file);
    if (!(pixels instanceof Pixels.Bytes bytes) || pixels.height() != height || pixels.width() != width || pixels.channels() != 3) {
      throw new InvalidInputException(file + ": found " + pixels.shape() + ", allowed: " + height + "x" + width + " with 3 channels of 8 bits");
    }
    return bytes.values();
  }

  /** Bytes round((n + 1) / 2 * 255), at most 254: 255 means "unknown". */
  private static byte[] bytes(float[] vectors) {
    byte[] bytes = new byte[vectors.length];
    for (int i = 0; i < bytes.length; i += 3) {
      boolean known = vectors[i] != 0 || vectors[i + 1] != 0 || vectors[i + 2] != 0;
      for (int c = 0; c < 3; c++) {
        bytes[i + c] = (byte) (known ? Math.min(254, Math.round((vectors[i + c] + 1) / 2 * 255)) : UNKNOWN);
      }
    }
    return bytes;
  }

  @Override
  public void check(Item item, Path folder) {
    List<Path> written = item.files().stream().map(folder::resolve).toList();
    Written.check(written.get(0), ImageFile.read(written.get(0)), height, width, 3, 0, 255, 0);
    Written.check(written.get(1), ImageFile.read(written.get(1)), height, width, 1, 0, CLASSES - 1, UNKNOWN);
    Written.check(written.get(2), ImageFile.read(written.get(2)), height, width, 3, 0, 255, 0);
    if (written.size() > 3) {
      Written.check(written.get(3), ArrayFile.read(written.get(3)), height, width, 1, 0, 100, 0);
    }
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    layout.finish(root, modes);
  }

  @Override
  public void close() {
    mat.close();
  }
}
