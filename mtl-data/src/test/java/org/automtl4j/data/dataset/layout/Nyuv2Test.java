package org.automtl4j.data.dataset.layout;

import java.nio.file.Path;
import org.automtl4j.data.dataset.nyuv2.Nyuv2;
import org.automtl4j.data.prepare.Layout;

class Nyuv2Test extends LayoutContract {
  Nyuv2Test() {
    super(Layout.NYUV2);
  }

  @Override
  LayoutBuilder builder(Path root) {
    return Nyuv2.builder(root);
  }
}
