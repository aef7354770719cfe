package org.automtl4j.data.reader.internal;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.reader.ImageHeader;
import org.automtl4j.data.reader.Pixels;

/**
 * A decoded picture.
 *
 * @param file where it came from
 * @param header its header
 * @param pixels the numbers as stored
 * @param palette 3 bytes (red, green, blue) per index; empty where there is none
 */
public record StoredPicture(Path file, ImageHeader header, Pixels pixels, byte[] palette) {

  /** @return [H, W, 3] as a person sees it */
  public Pixels.Bytes colour() {
    int channels = pixels.channels();
    if (channels == 3 && pixels instanceof Pixels.Bytes bytes) {
      return bytes;
    }
    int area = pixels.height() * pixels.width();
    byte[] values = new byte[Math.multiplyExact(area, 3)];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        values[3 * i + c] = header.palette() ? lookUp(i, c) : eightBits((int) pixels.at(i * channels + (channels < 3 ? 0 : c)));
      }
    }
    return new Pixels.Bytes(values, pixels.height(), pixels.width(), 3);
  }

  /** @return of a picture with a palette: the colour 0xRRGGBB of each number that occurs */
  public SortedMap<Integer, Integer> usedColours() {
    SortedMap<Integer, Integer> colours = new TreeMap<>();
    int last = -1;
    for (int i = 0; i < pixels.size(); i++) {
      int number = (int) pixels.at(i);
      if (number != last && !colours.containsKey(number)) {
        colours.put(number, (lookUp(i, 0) & 0xFF) << 16 | (lookUp(i, 1) & 0xFF) << 8 | lookUp(i, 2) & 0xFF);
      }
      last = number;
    }
    return colours;
  }

  private byte lookUp(int pixel, int channel) {
    int index = (int) pixels.at(pixel);
    if (3 * index + 2 >= palette.length) {
      throw new InvalidInputException(file + ": row " + pixel / pixels.width() + ", column " + pixel % pixels.width() + " has the palette index " + index
          + ", but the palette has " + palette.length / 3 + " colours");
    }
    return palette[3 * index + channel];
  }

  private byte eightBits(int value) {
    return (byte) (header.bits() == 16 ? value >> 8 : value * 255 / ((1 << header.bits()) - 1));
  }
}
