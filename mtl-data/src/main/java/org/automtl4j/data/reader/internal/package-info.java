/** Not API: the decoders behind the readers. */
package org.automtl4j.data.reader.internal;
