package org.automtl4j.data.prepare.internal.init;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.folder.internal.EqualChannels;
import org.automtl4j.data.reader.ArrayFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;

/** What the numbers of some label files look like. */
final class LabelSurvey {
  /** More different numbers or colours than this are no classes. */
  static final int MOST_CLASSES = 100;

  private final SortedMap<Integer, Long> values = new TreeMap<>();
  private final SortedMap<Integer, Long> colours = new TreeMap<>();
  private final SortedMap<Integer, Integer> palette = new TreeMap<>();
  private boolean manyValues;
  private boolean manyColours;
  private boolean array;
  private boolean wide;
  private boolean indexed;
  private int channels;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private long pixels;
  private long units;
  private int files;
  private boolean grey = true;
  private final BlendCounter blends = new BlendCounter();

  private LabelSurvey() {}

  /** Looks at every pixel of some files; those that differ from the first in kind are an error. */
  static LabelSurvey of(List<Path> files) {
    LabelSurvey survey = new LabelSurvey();
    files.forEach(survey::add);
    return survey;
  }

  private void add(Path file) {
    boolean isArray = file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    Pixels stored = isArray ? ArrayFile.read(file) : ImageFile.read(file);
    boolean isWide = stored instanceof Pixels.Shorts;
    if (files > 0 && (isArray != array || isWide != wide || stored.channels() != channels)) {
      throw new InvalidInputException(file + ": found " + describe(isArray, isWide, stored.channels()) + ", others in its folder are "
          + describe(array, wide, channels) + "; allowed: one kind of file per folder");
    }
    files++;
    array = isArray;
    wide = isWide;
    channels = stored.channels();
    indexed |= !isArray && ImageFile.header(file).palette();
    if (indexed) {
      ImageFile.paletteColours(file).forEach(palette::putIfAbsent);
    }
    if (channels >= 3) {
      grey &= EqualChannels.of(stored);
    }
    if (stored instanceof Pixels.Bytes) {
      blends.add(stored);
    }
    int area = stored.height() * stored.width();
    for (int i = 0; i < area; i++) {
      pixel(stored, i);
    }
  }

  private void pixel(Pixels stored, int place) {
    pixels++;
    float number = stored.at(place * channels);
    if (Float.isFinite(number) && number != 0) {
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    if (!manyValues && number == (int) number) {
      values.merge((int) number, 1L, Long::sum);
    }
    manyValues |= number != (int) number || values.size() > MOST_CLASSES;
    if (channels < 3) {
      return;
    }
    double length = 0;
    for (int c = 0; c < 3; c++) {
      double component = array ? stored.at(place * channels + c) : stored.at(place * channels + c) / (wide ? 65535 : 255) * 2 - 1;
      length += component * component;
    }
    units += length > 0.8 && length < 1.2 ? 1 : 0;
    if (stored instanceof Pixels.Bytes && !manyColours) {
      colours.merge(colour(stored, place * channels), 1L, Long::sum);
      manyColours = colours.size() > MOST_CLASSES;
    }
  }

  private static int colour(Pixels pixels, int at) {
    return (int) pixels.at(at) << 16 | (int) pixels.at(at + 1) << 8 | (int) pixels.at(at + 2);
  }

  private static String describe(boolean array, boolean wide, int channels) {
    return (array ? "arrays" : wide ? "16-bit pictures" : "8-bit pictures") + " of " + channels + (channels == 1 ? " channel" : " channels");
  }

  String describe() {
    return (indexed ? "palette pictures" : describe(array, wide, channels)) + (channels >= 3 && grey ? ", all equal" : "");
  }

  int files() {
    return files;
  }

  boolean array() {
    return array;
  }

  boolean wide() {
    return wide;
  }

  boolean indexed() {
    return indexed;
  }

  /** Whether red, green and blue differ somewhere; grey masks may be stored in three channels. */
  boolean colour() {
    return channels >= 3 && !grey;
  }

  /** Whether the numbers are those of one channel, stored in three. */
  boolean greyInColour() {
    return channels >= 3 && grey;
  }

  boolean fewValues() {
    return !manyValues || smoothed();
  }

  boolean fewColours() {
    return colour() && !array && !wide && (!manyColours || smoothed());
  }

  /** Whether a few numbers or colours are parted by blends of them: masks that were resized with interpolation. */
  boolean smoothed() {
    int plain = blends.plain().size();
    return !array && !wide && blends.blends() > 0 && plain >= 2 && plain <= MOST_CLASSES && (colour() ? blends.share() < 0.3
        : blends.share() < 0.2 && blends.plain().values().stream().allMatch(count -> count > 0.005 * pixels));
  }

  /** How many different blends there are. */
  int blends() {
    return blends.blends();
  }

  /** Whether most pixels, read as vectors, have about length 1. */
  boolean unitVectors() {
    return colour() && units > 0.8 * pixels;
  }

  /** How often each number occurs; blends are left out. */
  SortedMap<Integer, Long> values() {
    return !smoothed() ? values : greyInColour() ? byte0(blends.plain()) : blends.plain();
  }

  /** How often each colour occurs; blends are left out. */
  SortedMap<Integer, Long> colours() {
    return smoothed() ? blends.plain() : colours;
  }

  private static SortedMap<Integer, Long> byte0(SortedMap<Integer, Long> colours) {
    SortedMap<Integer, Long> values = new TreeMap<>();
    colours.forEach((colour, count) -> values.put(colour & 0xFF, count));
    return values;
  }

  /** The colour that a palette gives to each number that occurs. */
  SortedMap<Integer, Integer> palette() {
    return palette;
  }

  /** The smallest number but 0. */
  double least() {
    return least;
  }

  double most() {
    return most;
  }
}
