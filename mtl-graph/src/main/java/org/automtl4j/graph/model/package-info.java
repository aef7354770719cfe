/**
 * Finished models: {@link org.automtl4j.graph.model.MultiTaskModel} predicts, is saved and loaded, and needs nothing but this module and an ND4J backend. Its file is a
 * Deeplearning4j zip that plain Deeplearning4j reads too. This is the only room that knows deeplearning4j-nn.
 */
package org.automtl4j.graph.model;
