package org.automtl4j.data.reader.internal;

import java.nio.file.Path;
import org.automtl4j.data.reader.ImageHeader;

/**
 * How a png's numbers are laid out.
 *
 * @param header size, channels and bits
 * @param interlaced whether the rows come in Adam7's seven passes
 */
record PngLayout(ImageHeader header, boolean interlaced) {

  static PngLayout of(Path file, int height, int width, int bits, int colourType, boolean interlaced) {
    int channels = switch (colourType) {
      case 0, 3 -> 1;
      case 4 -> 2;
      case 2 -> 3;
      case 6 -> 4;
      default -> throw PngDecoder.wrong(file, "has the unknown colour type " + colourType);
    };
    boolean allowed = switch (bits) {
      case 1, 2, 4 -> colourType == 0 || colourType == 3;
      case 8 -> true;
      case 16 -> colourType != 3;
      default -> false;
    };
    if (!allowed) {
      throw PngDecoder.wrong(file, "has " + bits + " bits with colour type " + colourType + ", which does not exist");
    }
    return new PngLayout(new ImageHeader(height, width, channels, bits, colourType == 3), interlaced);
  }

  /** Bytes of a row of so many pixels, without the filter's byte. */
  int rowBytes(int pixels) {
    return Math.toIntExact(((long) pixels * header.channels() * header.bits() + 7) / 8);
  }

  /** How far a filter looks to the left. */
  int pixelBytes() {
    return Math.max(1, header.channels() * header.bits() / 8);
  }
}
