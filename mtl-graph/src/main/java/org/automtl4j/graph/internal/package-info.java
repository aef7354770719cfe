/** The protobuf schemas that prototxt and ONNX have in common. Not API. */
package org.automtl4j.graph.internal;
