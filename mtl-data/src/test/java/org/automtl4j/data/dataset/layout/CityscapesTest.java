package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.prepare.Layout;

class CityscapesTest extends LayoutContract {
  CityscapesTest() {
    super(Layout.CITYSCAPES);
  }

  @Override
  LayoutBuilder builder(Path root) {
    return Cityscapes.builder(root);
  }
}
