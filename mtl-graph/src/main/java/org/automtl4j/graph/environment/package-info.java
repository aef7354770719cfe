/** What the numbers are computed on: backend, threads, memory limits, and the known traps of each with their cures. The one place that knows backends apart. */
package org.automtl4j.graph.environment;
