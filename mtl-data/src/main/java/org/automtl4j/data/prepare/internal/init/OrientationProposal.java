package org.automtl4j.data.prepare.internal.init;

import java.nio.file.Path;
import java.util.Map;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.ImageHeader;

/** Whether labels lie as pictures are stored, or as their camera notes that they must be turned: told by pictures that are turned onto another side. */
final class OrientationProposal {

  private OrientationProposal() {}

  /**
   * @param pictures by name
   * @param labels of one task, by name
   * @param imageSuffix what pictures' names end with
   * @param labelSuffix what labels' names end with
   * @return how many more labels fit the pictures as stored than fit them upright
   */
  static int stored(Map<String, Path> pictures, Map<String, Path> labels, String imageSuffix, String labelSuffix) {
    int balance = 0;
    for (Map.Entry<String, Path> picture : pictures.entrySet()) {
      String name = picture.getKey();
      Path label = name.endsWith(imageSuffix) ? labels.get(name.substring(0, name.length() - imageSuffix.length()) + labelSuffix) : null;
      if (label != null && label.toString().endsWith(".png") && ImageFile.orientation(picture.getValue()).swapsSides()) {
        ImageHeader seen = ImageFile.header(picture.getValue());
        ImageHeader known = ImageFile.header(label);
        boolean wide = known.width() > known.height();
        if (seen.width() != seen.height()) {
          balance += wide == seen.width() > seen.height() ? 1 : -1;
        }
      }
    }
    return balance;
  }
}
