/** Judges models: figures and losses of a model, or of a path through one that is being trained, on a split, and what of two figures is better. */
package org.automtl4j.train.evaluate;
