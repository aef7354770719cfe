package org.automtl4j.data.dataset.folder.internal;

import org.automtl4j.data.reader.Pixels;

/** Tells grey pictures that are stored with three channels, as OpenCV does it when masks were stacked: their numbers are no colours. */
public final class EqualChannels {
  private EqualChannels() {}

  /**
   * @param stored a picture
   * @return whether it has red, green and blue, and all three are equal everywhere
   */
  public static boolean of(Pixels stored) {
    int channels = stored.channels();
    if (channels < 3) {
      return false;
    }
    for (int i = 0; i < stored.size(); i += channels) {
      float red = stored.at(i);
      if (stored.at(i + 1) != red || stored.at(i + 2) != red) {
        return false;
      }
    }
    return true;
  }
}
