/** Not API: list files, and pictures changed as Pillow does it. */
package org.automtl4j.data.dataset.nddr.internal;
