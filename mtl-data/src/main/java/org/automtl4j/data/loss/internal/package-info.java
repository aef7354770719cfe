/** Not API: what the losses of this module share. */
package org.automtl4j.data.loss.internal;
