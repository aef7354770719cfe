package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import org.automtl4j.data.dataset.synthetic.SyntheticScenes;
import org.automtl4j.data.prepare.Layout;
import org.automtl4j.data.prepare.Progress;
import org.automtl4j.data.prepare.SceneFolder;

/** Small data sets on a disk. */
public final class SceneFixture {

  private SceneFixture() {}

  /** Writes 6 training, 2 validation and 3 test scenes of 24x32 pixels. */
  public static Path write(Layout layout, Path root) {
    SyntheticScenes scenes = SyntheticScenes.builder().size(24, 32).counts(6, 2, 3).seed(3).build();
    SceneFolder.write(layout, scenes, root, false, Progress.NONE);
    return root;
  }
}
