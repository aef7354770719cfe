/**
 * The command line. It reads arguments, calls the same API as every other user, and prints; nothing else in the house writes to standard output. Command
 * classes stay free of what is slow to load until they run, so that {@code --version} and mistakes answer at once.
 */
package org.automtl4j.app.cli;
