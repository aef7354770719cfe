/** One step of training: the graph of a phase with its losses, the plan that runs it, and what changes after it. */
package org.automtl4j.train.step;
