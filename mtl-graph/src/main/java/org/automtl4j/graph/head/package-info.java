/**
 * Heads: what turns the backbone's feature into one task's prediction. A head is SameDiff code and nothing else; its parameters are found by building it once.
 * {@link org.automtl4j.graph.head.TaskHead} is the interface that a user implements too.
 */
package org.automtl4j.graph.head;
