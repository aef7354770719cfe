package org.automtl4j.data.prepare.internal.scenes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;
import org.automtl4j.data.dataset.Split;

/** Writes rendered scenes in one layout's formats. Samples may be written from several threads. */
public interface SceneFiles {

  /** @return the file that makes a folder a data set; it is written last */
  String index();

  /**
   * Writes one sample.
   *
   * @param root the data set's folder
   * @param split {@link Split#TRAIN}, {@link Split#VAL} or {@link Split#TEST}
   * @param number of the sample in its split
   * @param scene picture and labels of all five tasks
   * @return the files, as the layout's index lists them
   */
  List<String> write(Path root, Split split, int number, Sample scene);

  /**
   * Writes the index and what else belongs to the whole.
   *
   * @param root the data set's folder
   * @param modes the files of every sample, by mode
   */
  void finish(Path root, Map<Split, List<List<String>>> modes);

  /**
   * @param scene a sample
   * @param encoding of its image
   * @return [H, W, 3] bytes, red first
   */
  static byte[] rgb(Sample scene, ImageEncoding encoding) {
    int area = scene.height() * scene.width();
    byte[] bytes = new byte[3 * area];
    for (int c = 0; c < 3; c++) {
      int to = encoding.order() == ImageEncoding.Order.BGR ? 2 - c : c;
      for (int i = 0; i < area; i++) {
        bytes[3 * i + to] = (byte) Math.round(encoding.decode(c, scene.image()[c * area + i]));
      }
    }
    return bytes;
  }

  /**
   * @param classes [1, H, W] the renderer's classes
   * @param table the number to write for each
   * @return [H, W]
   */
  static byte[] mapped(Label classes, int... table) {
    byte[] bytes = new byte[classes.values().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) table[(int) classes.values()[i]];
    }
    return bytes;
  }

  /**
   * @param label [1, H, W]
   * @param factor what a value is multiplied with before it is rounded
   * @return [H, W], in 0..65535
   */
  static short[] scaled(Label label, double factor) {
    short[] numbers = new short[label.values().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (short) Math.max(0, Math.min(65535, Math.round(label.values()[i] * factor)));
    }
    return numbers;
  }

  /**
   * @param normals [3, H, W] unit vectors
   * @param most the largest byte: 254 where 255 means "unknown"
   * @return [H, W, 3] bytes round((n + 1) / 2 * 255), x first
   */
  static byte[] vectorBytes(Label normals, int most) {
    int area = normals.height() * normals.width();
    byte[] bytes = new byte[3 * area];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < area; i++) {
        bytes[3 * i + c] = (byte) Math.min(most, Math.round((normals.values()[c * area + i] + 1) / 2 * 255));
      }
    }
    return bytes;
  }
}
