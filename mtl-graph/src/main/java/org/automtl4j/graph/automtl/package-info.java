/**
 * What architectures of AutoMTL's super-model cost, counted without building their graphs: {@link org.automtl4j.graph.automtl.SharedWork} says what tasks
 * compute together.
 */
package org.automtl4j.graph.automtl;
