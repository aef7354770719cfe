package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.NpyFile;
import org.automtl4j.core.npy.NumberArray;
import org.automtl4j.core.npy.NumberType;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.IndexFile;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.Resizing;

/**
 * CityScapes: {@code leftImg8bit}, {@code gtFine} and {@code disparity}, as folders or zip archives; {@code camera} where there is one. The official training
 * pictures become train and val, the official validation pictures test, since the official test pictures have no labels.
 */
public final class CityscapesSource implements Source {
  private static final Pattern PICTURE = Pattern.compile("(?:.*/)?leftImg8bit/(train|val)/([^/]+)/([^/]+)_leftImg8bit\\.png");
  /** Focal length (pixels of the full picture) times baseline (metres) of the cars' calibration, where no camera files are given. */
  private static final double USUAL_FOCAL_BASELINE = 2262.52 * 0.209313;
  /** A step of the disparity files is 1/256 pixel, from 1 on. */
  private static final double STEPS = 256;

  private final SourceFiles files;
  private final int height;
  private final int width;
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final List<Item> items = new ArrayList<>();
  private final boolean camera;

  /**
   * @param source the folder with the owners' folders or archives
   * @param height rows of what is written
   * @param width columns of what is written
   */
  public CityscapesSource(Path source, int height, int width) {
    this.files = SourceFiles.of(source);
    this.height = height;
    this.width = width;
    for (String file : files.files().keySet()) {
      Matcher matcher = PICTURE.matcher(file);
      if (matcher.matches()) {
        String key = matcher.group(1) + "/" + matcher.group(2) + "/" + matcher.group(3);
        prefixes.put(key, file);
        String name = "/" + key + ".npy";
        items.add(new Item(key, matcher.group(1).equals("train") ? Split.TRAIN : Split.TEST,
            List.of("image" + name, "depth" + name, "label_2" + name, "label_7" + name, "label_19" + name)));
      }
    }
    if (items.isEmpty()) {
      files.close();
      throw new InvalidInputException(source + ": found no leftImg8bit/train/CITY/NAME_leftImg8bit.png, neither in folders nor in zip archives; allowed: what "
          + "https://www.cityscapes-dataset.com/downloads/ gives as leftImg8bit_trainvaltest.zip, gtFine_trainvaltest.zip and disparity_trainvaltest.zip"
          + files.remarks().stream().map(remark -> "; " + remark).collect(Collectors.joining()));
    }
    this.camera = files.files().keySet().stream().anyMatch(f -> f.endsWith("_camera.json"));
    items.forEach(item -> {
      find(item, "gtFine", "gtFine_labelIds.png");
      find(item, "disparity", "disparity.png");
    });
  }

  private Path find(Item item, String folder, String ending) {
    String wanted = folder + "/" + item.key() + "_" + ending;
    String picture = prefixes.get(item.key());
    Path found = files.files().getOrDefault(picture.substring(0, picture.indexOf("leftImg8bit/")) + wanted, files.files().get(wanted));
    if (found == null) {
      found = files.files().entrySet().stream().filter(f -> f.getKey().endsWith("/" + wanted)).map(Map.Entry::getValue).findFirst()
          .orElseThrow(() -> new InvalidInputException("found " + picture + " without " + wanted + ", neither in folders nor in zip archives"));
    }
    return found;
  }

  @Override
  public String settings() {
    return "cityscapes size=" + height + "x" + width + " camera=" + camera;
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public void write(Item item, Path folder) {
    Path picture = files.files().get(prefixes.get(item.key()));
    Pixels.Bytes rgb = ImageFile.readColour(picture);
    Path idFile = find(item, "gtFine", "gtFine_labelIds.png");
    Pixels ids = sameSize(ImageFile.read(idFile), rgb, idFile);
    Path disparityFile = find(item, "disparity", "disparity.png");
    Pixels disparity = sameSize(ImageFile.read(disparityFile), rgb, disparityFile);
    if (!(disparity instanceof Pixels.Shorts)) {
      throw new InvalidInputException(disparityFile + ": found 8 bits per pixel, allowed: 16");
    }
    Pixels.Bytes small = Shrinking.mean(rgb, height, width);
    float[] image = new float[small.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = small.at(i) / 255f;
    }
    NpyFile.write(folder.resolve(item.files().get(0)), NumberArray.of(image, height, width, 3));
    NpyFile.write(folder.resolve(item.files().get(1)), NumberArray.of(inverseDepth(item, Resizing.nearest(disparity, height, width)), height, width, 1));
    Pixels smallIds = Resizing.nearest(ids, height, width);
    List<CityscapesClasses.Level> levels = List.of(CityscapesClasses.Level.FOREGROUND, CityscapesClasses.Level.CATEGORIES, CityscapesClasses.Level.CLASSES);
    for (int i = 0; i < levels.size(); i++) {
      byte[] classes = CityscapesClasses.of(idFile, smallIds, levels.get(i));
      NpyFile.write(folder.resolve(item.files().get(2 + i)), NumberArray.of(NumberType.INT8, new long[] {height, width}, classes));
    }
  }

  private static Pixels sameSize(Pixels label, Pixels picture, Path file) {
    if (label.height() != picture.height() || label.width() != picture.width() || label.channels() != 1) {
      throw new InvalidInputException(file + ": found " + label.shape() + " beside a picture of " + picture.height() + "x" + picture.width()
          + "; allowed: one number per pixel of the picture");
    }
    return label;
  }

  /** 1 / depth = disparity / (focal length * baseline), in 1/m; disparity = (p - 1) / 256 pixels for p &gt; 0, and p = 0 is unknown. */
  private float[] inverseDepth(Item item, Pixels stored) {
    double focalBaseline = focalBaseline(item);
    float[] inverse = new float[stored.size()];
    for (int i = 0; i < inverse.length; i++) {
      double p = stored.at(i);
      inverse[i] = p > 0 ? (float) ((p - 1) / STEPS / focalBaseline) : 0;
    }
    return inverse;
  }

  private double focalBaseline(Item item) {
    if (!camera) {
      return USUAL_FOCAL_BASELINE;
    }
    return CameraFile.focalBaseline(find(item, "camera", "camera.json"));
  }

  @Override
  public void check(Item item, Path folder) {
    List<Path> written = item.files().stream().map(folder::resolve).toList();
    Written.check(written.get(0), ArrayFile.read(written.get(0)), height, width, 3, 0, 1, 0);
    Written.check(written.get(1), ArrayFile.read(written.get(1)), height, width, 1, 0, 100, 0);
    int[] classes = {2, 7, 19};
    for (int i = 0; i < classes.length; i++) {
      Written.check(written.get(2 + i), ArrayFile.read(written.get(2 + i)), height, width, 1, 0, classes[i] - 1, -1);
    }
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    Map<String, List<List<String>>> named = new LinkedHashMap<>();
    modes.forEach((split, samples) -> named.put(split.id(), samples));
    IndexFile.write(root.resolve("cityscape.json"), named);
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(files.remarks());
    if (!camera) {
      remarks.add("no camera files were given: depth follows from the usual calibration, 2262.52 pixels and 0.209313 m");
    }
    return remarks;
  }

  @Override
  public InvalidInputException located(InvalidInputException refusal) {
    return files.located(refusal);
  }

  @Override
  public void close() {
    files.close();
  }
}
