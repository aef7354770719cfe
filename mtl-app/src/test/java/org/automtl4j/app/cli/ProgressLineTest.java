package org.automtl4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter text = new StringWriter();

  @Test
  void onATerminalALongLineIsCutAndAShortOneCoversTheOneBefore() {
    ProgressLine line = new ProgressLine(new PrintWriter(text), true);
    line.at("pictures of " + "x".repeat(90), 1, 2);
    line.at("labels", 2, 2);
    assertThat(text.toString().split("\r")).hasSize(3).satisfies(lines -> {
      assertThat(lines[1]).hasSize(77).endsWith("..");
      assertThat(lines[2]).isEqualTo("labels: 2 of 2" + " ".repeat(63) + "\n");
    });
  }

  @Test
  void elsewhereThereIsALineForEveryTenth() {
    ProgressLine line = new ProgressLine(new PrintWriter(text), false);
    for (int i = 1; i <= 100; i++) {
      line.at("pictures", i, 100);
    }
    assertThat(text.toString().lines()).hasSize(11).first().isEqualTo("pictures: 1 of 100");
  }
}
