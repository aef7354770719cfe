package org.automtl4j.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code automtl}. */
@Command(
    name = "automtl",
    description = "Searches which layers of a backbone several tasks should share, trains the model that was found, and exports it.",
    versionProvider = Version.class,
    subcommands = {RunCommand.class, SweepCommand.class, ConfigCommand.class, InspectCommand.class, SampleCommand.class, EvaluateCommand.class, PredictCommand.class,
        ExportCommand.class, ImportCommand.class, ReportCommand.class, DataCommand.class, BenchCommand.class, DoctorCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with: automtl run"})
public final class AutoMtl {
  /** All went well. */
  static final int DONE = 0;
  /** A defect of ours. */
  static final int DEFECT = 1;
  /** Something that the user gave is wrong. */
  static final int WRONG_INPUT = 2;
  /** Stopped before the end, after a checkpoint. */
  static final int INTERRUPTED = 130;

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Explains the command.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Prints the version.")
  private boolean version;

  @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Logs more, and shows the stack trace of an error.")
  private boolean verbose;

  private AutoMtl() {}

  /**
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    // Libraries that print are not to disturb what the user asked for.
    System.setOut(System.err);
    int code = execute(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs one command in this process.
   *
   * @param out standard output: what was asked for
   * @param err standard error: everything else
   * @param arguments the command line
   * @return the exit code: 0 done, 1 a defect of ours, 2 the user's input is wrong, 130 interrupted after a checkpoint
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    AutoMtl main = new AutoMtl();
    CommandLine command = new CommandLine(main);
    command.setOut(out);
    command.setErr(err);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExpandAtFiles(false);
    command.setParameterExceptionHandler(Failures::wrongArguments);
    command.setExecutionExceptionHandler((failure, where, parsed) -> Failures.report(failure, where, main.verbose));
    command.setExecutionStrategy(parsed -> {
      Integer answered = CommandLine.executeHelpRequest(parsed);
      if (answered != null) {
        return answered;
      }
      Logs.toStandardError(main.verbose);
      // Names in files may hold what they like; help, which is ours, may be coloured.
      command.setOut(PrintableWriter.over(out));
      command.setErr(PrintableWriter.over(err));
      return new CommandLine.RunLast().execute(parsed);
    });
    try {
      return command.execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      return Failures.report(e, command, main.verbose);
    } finally {
      command.getOut().flush();
      command.getErr().flush();
      out.flush();
      err.flush();
    }
  }
}
