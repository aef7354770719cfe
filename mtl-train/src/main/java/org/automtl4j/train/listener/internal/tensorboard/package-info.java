/**
 * Event files that TensorBoard reads: records with masked checksums (the TFRecord format) of protocol-buffer messages, of which only the few fields for scalars
 * are written. Not API.
 */
package org.automtl4j.train.listener.internal.tensorboard;
