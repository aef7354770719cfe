package org.automtl4j.app.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process on a real terminal, which util-linux's {@code script} opens: what is written to it are keys, and Ctrl-C reaches it as a signal of the terminal. */
final class Pty implements AutoCloseable {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int CTRL_C = 3;
  /** A build in the background of a shell ignores SIGINT, and hands that on to its children, which a shell cannot take back. */
  private static final String LISTENING = "--default-signal=INT";
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);
  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final StringBuilder shown = new StringBuilder();

  private Pty(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "pty");
    reader.setDaemon(true);
    reader.start();
  }

  /** Skips the test, and says so, where no terminal can be opened. */
  static void assumeTerminals() throws IOException, InterruptedException {
    boolean there = System.getProperty("os.name").equals("Linux") && works(SCRIPT.toString(), "--version") && works("env", LISTENING, "true");
    String needed = SCRIPT + " of util-linux, and an env that knows " + LISTENING;
    if (!there) {
      System.err.println("SKIPPED: what Ctrl-C does on a terminal is not tested here, since there is no " + needed);
    }
    assumeTrue(there, "needs Linux, " + needed);
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static Pty start(Path folder, List<String> command) throws IOException {
    String line = "exec env " + LISTENING + " " + command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "-qefc", line, "/dev/null").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new Pty(builder.start());
  }

  private void read() {
    byte[] some = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        pieces.add(new String(some, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      pieces.add(e.toString());
    }
    pieces.add(END);
  }

  /** Waits until some text has been shown. */
  void waitFor(String text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (shown.indexOf(text) < 0) {
      if (isOver(deadline)) {
        fail("'" + text + "' was not shown, but\n" + shown);
      }
    }
  }

  /** Takes what is shown next; gives whether nothing follows. */
  private boolean isOver(long deadline) throws InterruptedException {
    String piece = pieces.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (piece == null) {
      fail("goes on and on:\n" + shown);
    }
    shown.append(piece);
    return END.equals(piece);
  }

  void ctrlC() throws IOException {
    process.getOutputStream().write(CTRL_C);
    process.getOutputStream().flush();
  }

  /** Waits for the end; gives the exit code as a shell sees it. */
  int end() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    boolean over = false;
    while (!over) {
      over = isOver(deadline);
    }
    return process.waitFor();
  }

  /** All that was shown. */
  String text() {
    return shown.toString();
  }

  /** The lines, those that were written over too. */
  List<String> lines() {
    return shown.toString().lines().flatMap(line -> List.of(line.split("\r")).stream()).toList();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
