/** The file of a model: a zip with a manifest, and the parameters in Deeplearning4j's vector. Not API. */
package org.automtl4j.graph.model.internal.zip;
