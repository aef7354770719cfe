/** NYUv2 in the layout of the authors of AutoMTL: png, NumPy arrays and {@code nyu_v2_3task.json}. */
package org.automtl4j.data.dataset.nyuv2;
