/** CityScapes in the layout of the authors of AutoMTL: NumPy arrays and {@code cityscape.json}. */
package org.automtl4j.data.dataset.cityscapes;
