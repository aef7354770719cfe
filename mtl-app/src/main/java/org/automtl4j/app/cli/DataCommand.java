package org.automtl4j.app.cli;

import picocli.CommandLine.Command;

/** {@code automtl data}. */
@Command(
    name = "data",
    description = "Makes and checks data sets.",
    subcommands = {DataInitCommand.class, DataPrepareCommand.class, DataSynthCommand.class, DataCheckCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand {}
