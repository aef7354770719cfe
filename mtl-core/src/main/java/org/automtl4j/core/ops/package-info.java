/**
 * Compositions that SameDiff 1.0.0-M2.1 lacks or gets wrong, as static methods from variables to variables. They are made of operations whose values and
 * gradients are right there and that the plans know. Heads and losses build with these; only additions belong here, since saved graphs hold what these
 * methods made.
 */
package org.automtl4j.core.ops;
