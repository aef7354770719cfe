package org.automtl4j.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.image.ExifOrientation;
import org.automtl4j.core.image.Orientation;
import org.automtl4j.data.reader.internal.JpegDecoder;
import org.automtl4j.data.reader.internal.PictureFormat;
import org.automtl4j.data.reader.internal.PngDecoder;
import org.automtl4j.data.reader.internal.StoredFormats;
import org.automtl4j.data.reader.internal.StoredPicture;

/**
 * Pictures in png, jpeg, tif, bmp and webp files; which of them it is says the file's beginning, not its name. Colour profiles and gamma are left aside,
 * and so is the orientation that a camera notes in a jpeg, but for {@link #readUpright} and {@link #orientation}.
 */
public final class ImageFile {

  private ImageFile() {}

  /**
   * Reads the numbers as they stand in the file: of a palette png the indexes, of a 16-bit png all 16 bits, of a grey png with fewer than 8 bits the small
   * numbers. This is the way to read labels.
   *
   * @param file a png, jpeg, tif, bmp or webp file
   * @return {@link Pixels.Bytes}, or {@link Pixels.Shorts} where there are 16 bits; 1 channel for grey and palette, 2 for grey and opacity, 3 for red, green
   *     and blue, 4 with opacity
   * @throws InvalidInputException if it is not a whole picture of one of these kinds, or too large
   */
  public static Pixels read(Path file) {
    return decode(file).pixels();
  }

  /**
   * Reads a picture as a person sees it: palettes are looked up, grey becomes three equal channels, opacity is left out, of 16 bits the upper 8 are kept.
   *
   * @param file a png, jpeg, tif, bmp or webp file
   * @return [H, W, 3], red first
   * @throws InvalidInputException if it is not a whole picture of one of these kinds, or too large
   */
  public static Pixels.Bytes readColour(Path file) {
    return decode(file).colour();
  }

  /**
   * Reads a picture as viewers show it: as {@link #readColour} does, and turned as the camera has noted.
   *
   * @param file a png, jpeg, tif, bmp or webp file
   * @return [H, W, 3], red first
   * @throws InvalidInputException if it is not a whole picture of one of these kinds, or too large
   */
  public static Pixels.Bytes readUpright(Path file) {
    return upright(readColour(file), orientation(file));
  }

  static Pixels.Bytes upright(Pixels.Bytes stored, Orientation orientation) {
    if (orientation == Orientation.NORMAL) {
      return stored;
    }
    int height = orientation.swapsSides() ? stored.width() : stored.height();
    int width = orientation.swapsSides() ? stored.height() : stored.width();
    byte[] values = new byte[stored.size()];
    for (int y = 0, to = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = orientation.place(stored.height(), stored.width(), y, x) * stored.channels();
        for (int c = 0; c < stored.channels(); c++) {
          values[to++] = stored.values()[from++];
        }
      }
    }
    return new Pixels.Bytes(values, height, width, stored.channels());
  }

  /**
   * @param file a png, jpeg, tif, bmp or webp file
   * @return how the camera was held, as a jpeg notes it; {@link Orientation#NORMAL} where nothing is noted
   * @throws InvalidInputException if it is not a picture of one of these kinds
   */
  public static Orientation orientation(Path file) {
    PixelLimits.checkFile(file);
    try {
      return PictureFormat.of(file) == PictureFormat.JPEG ? ExifOrientation.of(file) : Orientation.NORMAL;
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }

  /**
   * The colours that a palette gives to the numbers which occur in a picture.
   *
   * @param file a png, jpeg, tif, bmp or webp file
   * @return 0xRRGGBB by number; empty where there is no palette
   * @throws InvalidInputException if it is not a whole picture of one of these kinds, or too large
   */
  public static SortedMap<Integer, Integer> paletteColours(Path file) {
    return header(file).palette() ? decode(file).usedColours() : new TreeMap<>();
  }

  /**
   * Looks at a picture's header only.
   *
   * @param file a png, jpeg, tif, bmp or webp file
   * @return what the header says
   * @throws InvalidInputException if it is not a picture of one of these kinds
   */
  public static ImageHeader header(Path file) {
    PixelLimits.checkFile(file);
    try {
      PictureFormat format = PictureFormat.of(file);
      return switch (format) {
        case PNG -> PngDecoder.header(file);
        case JPEG -> JpegDecoder.header(file);
        default -> StoredFormats.header(file, format);
      };
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }

  private static StoredPicture decode(Path file) {
    PixelLimits.checkFile(file);
    try {
      PictureFormat format = PictureFormat.of(file);
      return switch (format) {
        case PNG -> PngDecoder.decode(file);
        case JPEG -> JpegDecoder.decode(file);
        default -> StoredFormats.decode(file, format);
      };
    } catch (IOException e) {
      throw PixelLimits.unreadable(file, e);
    }
  }
}
