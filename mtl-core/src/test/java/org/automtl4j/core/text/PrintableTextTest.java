package org.automtl4j.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.automtl4j.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void whatATerminalObeysIsShownAsAQuestionMark() {
    assertThat(PrintableText.line("a\u001b]0;title\u0007b\u009b31m\u0000\u007f")).isEqualTo("a?]0;title?b?31m??");
    assertThat(PrintableText.line("right\u202eleft \u2066isolated\u2069")).isEqualTo("right?left ?isolated?");
  }

  @Test
  void ordinaryTextOfAnyScriptStays() {
    assertThat(PrintableText.line("größe 深度 \ud83d\ude00 é e\u0301")).isEqualTo("größe 深度 \ud83d\ude00 é e\u0301");
    assertThat(PrintableText.line("\ud83d alone \ude00")).isEqualTo("? alone ?");
  }

  @Test
  void aMessageIsOneLineAndBounded() {
    assertThat(new InvalidInputException("net.prototxt: found\n\tx\r\n")).hasMessage("net.prototxt: found  x  ");
    assertThat(new InvalidInputException("x".repeat(5_000_000), new IllegalStateException()).getMessage()).hasSizeLessThan(20_000).endsWith(" more characters)");
  }

  @Test
  void textOfSeveralLinesKeepsThem() {
    assertThat(PrintableText.lines("a\tb\r\nc\u001bd\n")).isEqualTo("a\tb\r\nc?d\n");
  }
}
