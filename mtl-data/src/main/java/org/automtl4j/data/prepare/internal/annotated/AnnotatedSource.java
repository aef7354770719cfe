package org.automtl4j.data.prepare.internal.annotated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.core.image.Orientation;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.PngFile;
import org.automtl4j.data.prepare.internal.source.Source;
import org.automtl4j.data.prepare.internal.source.SourceFiles;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.Pixels;

/** Objects of other programs' annotations, painted into masks beside their pictures: a user's folder with the task {@code objects}. */
public final class AnnotatedSource implements Source {
  private static final int MOST_CLASSES = 999;
  private static final int UNKNOWN = 255;
  private static final String TASK = "objects";

  private final SourceFiles files;
  private final String format;
  private final AnnotationSet annotations;
  private final Map<String, AnnotatedPicture> pictures = new HashMap<>();
  private final List<Item> items = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * @param source a folder with pictures and COCO's annotations
   * @param seed parts pictures where the owners do not
   * @return its source
   */
  public static AnnotatedSource coco(Path source, long seed) {
    SourceFiles files = SourceFiles.of(source);
    return closedOnError(files, () -> new AnnotatedSource(files, "coco", CocoPictures.of(source, files), source, seed));
  }

  /**
   * @param source a folder with pictures, YOLO's labels and {@code data.yaml}
   * @param seed parts pictures where the owners do not
   * @return its source
   */
  public static AnnotatedSource yolo(Path source, long seed) {
    SourceFiles files = SourceFiles.of(source);
    return closedOnError(files, () -> new AnnotatedSource(files, "yolo", YoloPictures.of(source, files), source, seed));
  }

  /**
   * @param source a folder with Pascal VOC's folders
   * @param seed parts pictures where the owners do not
   * @return its source
   */
  public static AnnotatedSource voc(Path source, long seed) {
    SourceFiles files = SourceFiles.of(source);
    return closedOnError(files, () -> new AnnotatedSource(files, "voc", VocPictures.of(source, files), source, seed));
  }

  private static AnnotatedSource closedOnError(SourceFiles files, Supplier<AnnotatedSource> made) {
    try {
      return made.get();
    } catch (InvalidInputException e) {
      files.close();
      throw files.located(e);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private AnnotatedSource(SourceFiles files, String format, AnnotationSet annotations, Path source, long seed) {
    this.files = files;
    this.format = format;
    this.annotations = annotations;
    if (annotations.classes().size() > MOST_CLASSES) {
      throw new InvalidInputException(source + ": found " + annotations.classes().size() + " classes, allowed: " + MOST_CLASSES);
    }
    for (AnnotatedPicture picture : annotations.pictures()) {
      if (pictures.put(picture.key(), picture) != null) {
        throw new InvalidInputException(picture.where() + ": found '" + picture.key() + "' again, allowed: each picture once");
      }
    }
    remarks.addAll(files.remarks());
    remarks.addAll(annotations.remarks());
    Map<String, Optional<Split>> given = new TreeMap<>();
    pictures.forEach((key, picture) -> given.put(key, picture.split()));
    GivenSplits splits = GivenSplits.of(source, given, seed);
    remarks.addAll(splits.remarks());
    splits.parts().forEach((key, split) -> items.add(new Item(key, split, List.of("images/" + key + ending(pictures.get(key).file()), TASK + "/" + key + ".png"))));
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT);
  }

  @Override
  public String settings() {
    return format + " classes=" + annotations.classes().size();
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public void write(Item item, Path folder) {
    AnnotatedPicture picture = pictures.get(item.key());
    ImageHeader header = ImageFile.header(picture.file());
    Orientation orientation = ImageFile.orientation(picture.file());
    int height = orientation.swapsSides() ? header.width() : header.height();
    int width = orientation.swapsSides() ? header.height() : header.width();
    if (picture.mask().isPresent()) {
      place(picture.file(), folder.resolve(item.files().get(0)));
      copied(picture.mask().get(), folder.resolve(item.files().get(1)));
      return;
    }
    Mask mask = new Mask(height, width);
    picture.regions().forEach(region -> mask.paint(scaled(region.region(), height, width), region.number(), picture.where() + ", " + item.key()));
    place(picture.file(), folder.resolve(item.files().get(0)));
    Path target = folder.resolve(item.files().get(1));
    if (annotations.classes().size() < 255) {
      byte[] bytes = new byte[height * width];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) mask.classes()[i];
      }
      PngFile.grey(target, bytes, height, width);
    } else {
      PngFile.grey16(target, mask.classes(), height, width);
    }
  }

  /** YOLO's coordinates are shares of the sides. */
  private Region scaled(Region region, int height, int width) {
    if (!format.equals("yolo") || !(region instanceof Region.Polygons polygons)) {
      return region;
    }
    return new Region.Polygons(polygons.outlines().stream().map(outline -> {
      double[] pixels = new double[outline.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = outline[i] * (i % 2 == 0 ? width : height);
      }
      return pixels;
    }).toList());
  }

  /** A mask that is there already, with the numbers of its classes. */
  private void copied(Path from, Path to) {
    Pixels pixels = ImageFile.read(from);
    for (int i = 0; pixels.channels() == 1 && i < pixels.height() * pixels.width(); i++) {
      int number = (int) pixels.at(i);
      if (number > annotations.classes().size() && number != UNKNOWN) {
        throw new InvalidInputException(from + ": found class " + number + ", allowed: 0 to " + annotations.classes().size() + " and 255 for unknown");
      }
    }
    place(from, to);
  }

  private static void place(Path from, Path to) {
    try {
      WholeFile.write(to, out -> Files.copy(from, out));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + to, e);
    }
  }

  @Override
  public void check(Item item, Path folder) {
    Pixels picture = ImageFile.readUpright(folder.resolve(item.files().get(0)));
    Path file = folder.resolve(item.files().get(1));
    Pixels mask = ImageFile.read(file);
    if (mask.height() != picture.height() || mask.width() != picture.width() || mask.channels() != 1) {
      throw new InvalidInputException(file + ": found " + mask.shape() + " beside a picture of " + picture.height() + "x" + picture.width()
          + "; remove the file and run again");
    }
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    StringBuilder text = new StringBuilder("# Made by 'automtl data prepare' from annotations of the format ").append(format)
        .append(".\nversion: 1\ntasks:\n  ").append(TASK).append(":\n    kind: segmentation\n    classes:\n      - background\n");
    List<String> seen = new ArrayList<>(List.of("background"));
    for (String name : annotations.classes()) {
      String unique = name;
      for (int i = 2; seen.contains(unique); i++) {
        unique = name + " " + i;
      }
      seen.add(unique);
      text.append("      - ").append(Lists.quoted(unique)).append('\n');
    }
    Lists.write(root, text.toString(), modes);
  }

  @Override
  public InvalidInputException located(InvalidInputException refusal) {
    return files.located(refusal);
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public void close() {
    files.close();
  }
}
