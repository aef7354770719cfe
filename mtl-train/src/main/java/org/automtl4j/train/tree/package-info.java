/**
 * Trees of tasks: for each task the depth at which it leaves the common trunk. This room enumerates trees, counts what they cost, and turns drawn architectures into trees within a
 * budget. All of it is arithmetic on values; nothing here trains.
 */
package org.automtl4j.train.tree;
