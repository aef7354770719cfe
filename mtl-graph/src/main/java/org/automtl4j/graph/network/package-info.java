/**
 * What any multi-task network is: a structure without numbers ({@link org.automtl4j.graph.network.Network}), its numbers by name
 * ({@link org.automtl4j.graph.network.Parameters}), and the graphs that are made of both. A network is one function over a
 * {@link org.automtl4j.graph.network.NetworkScope} that is run twice: on a scope that records which parameters it asks for, and on one that builds the graph.
 */
package org.automtl4j.graph.network;
