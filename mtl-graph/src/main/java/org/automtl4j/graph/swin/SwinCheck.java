package org.automtl4j.graph.swin;

import java.util.List;
import org.automtl4j.core.InvalidInputException;

/** Refuses sizes that do not fit together, in one line that says what would fit. */
final class SwinCheck {
  private SwinCheck() {}

  static void check(SwinSpec.Image image, int width, List<SwinSpec.Stage> stages, int window, SwinDetails details) {
    atLeastOne("number of image channels", image.channels());
    atLeastOne("image height", image.height());
    atLeastOne("image width", image.width());
    atLeastOne("patch size", image.patch());
    atLeastOne("embedding width", width);
    atLeastOne("window", window);
    require(!stages.isEmpty(), "a Swin transformer needs at least one stage; the published ones have four");
    require(stages.size() <= 16 && (long) width << stages.size() - 1 <= Integer.MAX_VALUE / 4, "a Swin transformer of width " + width
        + " with " + stages.size()
        + " stages has more features than fit an array; take fewer stages");
    require(details.mlpRatio() > 0 && width * details.mlpRatio() >= 1 && Double.isFinite(details.mlpRatio()),
        "mlpRatio is " + details.mlpRatio()
        + ", allowed are numbers above 0 that give the MLP at least one feature; the published ones have 4");
    require(details.dropPath() >= 0 && details.dropPath() < 1, "dropPath is " + details.dropPath() + ", allowed is from 0 up to but not 1");
    for (int i = 0; i < stages.size(); i++) {
      atLeastOne("depth of stage " + i, stages.get(i).depth());
      atLeastOne("heads of stage " + i, stages.get(i).heads());
      require((width << i) % stages.get(i).heads() == 0, "stage " + i + " has " + (width << i) + " features, which " + stages.get(i).heads()
          + " heads do not divide; take a number of heads that does");
    }
    sides(image, stages.size(), window);
    long hidden = (long) (image.height() / image.patch()) * (image.width() / image.patch()) * (long) (width * Math.max(3,
        details.mlpRatio()));
    require(hidden <= Integer.MAX_VALUE / 4, "an image of " + size(image) + " has too many patches of " + image.patch() + "x"
        + image.patch() + ": one image's hidden features are "
        + hidden + " numbers, allowed are " + Integer.MAX_VALUE / 4 + "; take smaller images or larger patches");
  }

  private static void sides(SwinSpec.Image image, int stages, int window) {
    int patch = image.patch();
    require(image.height() % patch == 0 && image.width() % patch == 0,
        "an image of " + size(image) + " cannot be cut into patches of " + patch + "x" + patch + "; " + fitting(image, stages, window));
    for (int i = 0; i < stages; i++) {
      int height = image.height() / patch >> i;
      int width = image.width() / patch >> i;
      int side = Math.min(window, Math.min(height, width));
      String map = "stage " + i + " of a Swin transformer on images of " + size(image) + " has " + height + "x" + width + " tokens, which ";
      require(height % side == 0 && width % side == 0, map + "windows of " + side + "x" + side + " do not divide; " + fitting(image,
          stages, window));
      require(i == stages - 1 || height % 2 == 0 && width % 2 == 0, map + "cannot be merged two by two; " + fitting(image, stages, window));
    }
  }

  private static String fitting(SwinSpec.Image image, int stages, int window) {
    long step = (long) image.patch() * window << stages - 1;
    long height = Math.max(1, Math.round((double) image.height() / step)) * step;
    long width = Math.max(1, Math.round((double) image.width() / step)) * step;
    return "sides that are multiples of " + step + " fit (patch " + image.patch() + ", window " + window + ", " + stages
        + " stages), here " + height + "x" + width
        + ", or take another window";
  }

  private static String size(SwinSpec.Image image) {
    return image.height() + "x" + image.width();
  }

  private static void atLeastOne(String what, int value) {
    require(value >= 1, "the " + what + " of a Swin transformer is at least 1, found " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
