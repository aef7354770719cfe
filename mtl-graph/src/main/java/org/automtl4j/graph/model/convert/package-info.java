/**
 * Backbones come in: networks of other programs, ONNX files and Deeplearning4j models, become a {@link org.automtl4j.graph.backbone.Backbone} and its trained numbers.
 */
package org.automtl4j.graph.model.convert;
