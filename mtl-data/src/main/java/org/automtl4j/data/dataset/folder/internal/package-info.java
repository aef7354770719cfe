/** Not API: reading of {@code tasks.yaml}, of labels, and the parting into splits. */
package org.automtl4j.data.dataset.folder.internal;
