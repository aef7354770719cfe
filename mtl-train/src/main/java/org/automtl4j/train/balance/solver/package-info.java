/**
 * Small solvers of the balancing methods, for some twenty tasks at most: plain arrays of doubles, no library. All are indifferent to the scale of single tasks, and
 * all end after a bounded number of rounds. Not API.
 */
package org.automtl4j.train.balance.solver;
