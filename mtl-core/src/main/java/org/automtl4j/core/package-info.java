/**
 * What every room of the house stands on: the error for wrong input, seeded random streams, and files that appear whole or not at all. Nothing else belongs
 * here.
 */
package org.automtl4j.core;
