package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import org.automtl4j.data.dataset.taskonomy.Taskonomy;
import org.automtl4j.data.prepare.Layout;

class TaskonomyTest extends LayoutContract {
  TaskonomyTest() {
    super(Layout.TASKONOMY);
  }

  @Override
  LayoutBuilder builder(Path root) {
    return Taskonomy.builder(root);
  }

  /** What every picture is brought to first. */
  @Override
  int[] stored() {
    return new int[] {256, 256};
  }
}
