/**
 * Loops of our own over tokens, rows of features in the memory of a processor: taking rows by an index, layer normalisation, GELU, softmax
 * of windows. Each stands for operations of ND4J that a plan without lowering, in double precision or on another device runs instead.
 * Internal: nothing outside the plan may use it.
 */
package org.automtl4j.plan.internal.kernel.token;
