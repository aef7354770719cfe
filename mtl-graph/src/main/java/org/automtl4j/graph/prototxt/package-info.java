/**
 * Reads and writes backbones as prototxt files: Protocol Buffers text format over the schema in {@code backbone.proto}. Errors carry file, line and column.
 * {@link org.automtl4j.graph.prototxt.Prototxt} is the door; {@link org.automtl4j.graph.backbone.Backbone} itself has the shorter calls.
 */
package org.automtl4j.graph.prototxt;
