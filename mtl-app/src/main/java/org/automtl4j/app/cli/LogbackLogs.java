package org.automtl4j.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.automtl4j.core.text.PrintableText;
import org.slf4j.LoggerFactory;

/** The command line's settings of Logback. */
final class LogbackLogs {
  private static final String CONSOLE = "automtl-console";
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  void toStandardError(boolean verbose) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setName(CONSOLE);
    console.setTarget("System.err");
    // Stack traces belong to the log file, or to whoever asks for them.
    start(console, verbose ? "%d{HH:mm:ss} %-5level %logger{0}: %msg%n" : "%d{HH:mm:ss} %replace(%level ){'(INFO|DEBUG) ', ''}%msg%n%nopex");
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.WARN);
    root.addAppender(console);
    // On a cluster: Hadoop's natives are missing on most machines, and nobody misses them.
    context.getLogger("org.apache.hadoop.util.NativeCodeLoader").setLevel(Level.ERROR);
    context.getLogger("org.automtl4j").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }

  Logs.Copy alsoTo(Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    appender.setAppend(true);
    start(appender, "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{36}: %msg%n");
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    return () -> {
      root.detachAppender(appender);
      appender.stop();
    };
  }

  private void start(OutputStreamAppender<ILoggingEvent> appender, String pattern) {
    PatternLayoutEncoder encoder = new PrintableLines();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }

  /** Lines that a terminal does not obey: messages quote what stands in files. */
  private static final class PrintableLines extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      return PrintableText.lines(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
    }
  }
}
