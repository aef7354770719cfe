package org.automtl4j.app.cli;

import picocli.CommandLine.Command;

/** {@code automtl import}. */
@Command(name = "import", description = "Takes over what other programs made.", subcommands = {ImportBackboneCommand.class, ImportCheckpointCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class ImportCommand {}
