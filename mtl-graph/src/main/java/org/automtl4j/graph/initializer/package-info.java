/** The first numbers of parameters: seeded, and independent of the order in which parameters are made. */
package org.automtl4j.graph.initializer;
