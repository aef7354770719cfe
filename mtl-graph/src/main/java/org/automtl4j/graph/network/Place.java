package org.automtl4j.graph.network;

/**
 * Where in a network a variable of its graph stands, for messages such as "the first infinite value is in layer 7 (conv3)".
 *
 * @param task the task on whose path it is
 * @param where the layer as messages name it
 * @param variable the variable with the layer's output
 */
public record Place(String task, String where, String variable) {}
