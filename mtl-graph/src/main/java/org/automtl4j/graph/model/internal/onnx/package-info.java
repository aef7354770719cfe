/**
 * ONNX files (onnx.ai): the schema, what makes and reads messages of it, and the translation of inference graphs. Not API.
 */
package org.automtl4j.graph.model.internal.onnx;
