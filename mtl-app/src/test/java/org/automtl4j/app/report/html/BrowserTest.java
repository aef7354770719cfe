package org.automtl4j.app.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.automtl4j.app.cli.AutoMtlRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chromium shows the page of a small run: without an error on its console, without asking any host for anything, on a desktop, on a telephone, and as PDF. Run
 * by {@code ./mvnw verify -Pchromium}; needs a Chromium (Debian: {@code apt-get install chromium}; {@code -Dautomtl.chromium=FILE} for another).
 */
@Tag("chromium")
class BrowserTest {
  private static final String CHROMIUM = System.getProperty("automtl.chromium", "/usr/bin/chromium");
  @TempDir static Path temp;
  private static Path page;

  @BeforeAll
  static void makeAPage() throws IOException {
    assumeThat(new File(CHROMIUM)).as("the browser").exists();
    page = AutoMtlRun.tiny(temp.resolve("run")).resolve("report.html");
  }

  private static String chromium(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
        "--user-data-dir=" + Files.createTempDirectory(temp, "profile")));
    command.addAll(List.of(arguments));
    Path log = temp.resolve("chromium.log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("Chromium ends").isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  @Test
  void thePageLoadsWithoutErrorsAndRequests() throws Exception {
    Path net = temp.resolve("net.json");
    String log = chromium("--log-net-log=" + net, "--window-size=1280,4000", "--screenshot=" + temp.resolve("desktop.png"), page.toUri().toString());
    assertThat(log).doesNotContain("CONSOLE");
    List<String> requests = new ArrayList<>();
    // The browser itself asks its maker for updates and accounts at every start.
    Matcher url = Pattern.compile("\"url\":\"((?:https?|wss?|ftp)://(?![a-z.0-9-]*\\.(?:google|googleapis|gvt1|gstatic)\\.com/)[^\"]*)\"")
        .matcher(Files.readString(net, StandardCharsets.ISO_8859_1));
    while (url.find()) {
      requests.add(url.group(1));
    }
    assertThat(requests).isEmpty();
    assertThat(ImageIO.read(temp.resolve("desktop.png").toFile()).getWidth()).isEqualTo(1280);
  }

  /** The page's policy forbids scripts, so a frame around it measures how wide it is when there are 360 pixels. */
  @Test
  void aTelephoneNeedNotScrollSideways() throws Exception {
    String copy = Files.readString(page).replaceFirst("<meta http-equiv=[^>]*>", "");
    Path frame = temp.resolve("frame.html");
    Files.writeString(frame, "<!DOCTYPE html><body><iframe id='f' style='width:360px;height:800px;border:0'></iframe><p id='answer'></p><script>"
        + "const f=document.getElementById('f');f.onload=()=>{const d=f.contentDocument.documentElement;document.getElementById('answer').textContent="
        + "'width '+d.scrollWidth;};f.srcdoc=" + new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(copy).replace("</", "<\\/")
            + ";</script></body>");
    assertThat(chromium("--dump-dom", "--virtual-time-budget=5000", frame.toUri().toString())).contains("width 360<");
  }

  @Test
  void thePageCanBePrinted() throws Exception {
    Path pdf = temp.resolve("report.pdf");
    chromium("--no-pdf-header-footer", "--print-to-pdf=" + pdf, page.toUri().toString());
    byte[] bytes = Files.readAllBytes(pdf);
    assertThat(new String(bytes, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    assertThat(bytes.length).isGreaterThan(20_000);
  }
}
