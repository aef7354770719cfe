/** Not API: what the metrics of this module share. */
package org.automtl4j.data.metric.internal;
