/** Layers of a backbone as operations of a graph, whoever builds it. What they need of a graph comes in as arguments. */
package org.automtl4j.graph.network.layer;
