/**
 * The backbone: an immutable, validated graph of layers with inferred shapes. Layers are values; the wiring is resolved once, when a
 * {@link org.automtl4j.graph.backbone.Backbone} is made, so that no later room has to know about re-used names or in-place layers.
 */
package org.automtl4j.graph.backbone;
