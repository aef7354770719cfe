package org.automtl4j.train.cli;

import picocli.CommandLine.Command;

/** {@code automtl data}. */
@Command(name = "data", description = "Makes and checks data sets.", subcommands = {DataSynthCommand.class}, synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
