/**
 * How models become files: the translation of inference graphs to Deeplearning4j, and the zip around it. Not API.
 */
package org.automtl4j.graph.model.internal;
