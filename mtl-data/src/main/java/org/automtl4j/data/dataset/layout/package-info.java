/**
 * What the published layouts have in common: an index that names the files of every sample by split ({@link
 * org.automtl4j.data.dataset.layout.SplitIndex}), and a data set that reads, augments and encodes them ({@link
 * org.automtl4j.data.dataset.layout.LayoutDataSet}). What sets a layout apart is its {@link org.automtl4j.data.dataset.layout.LayoutReader}; the readers of
 * CityScapes, NYUv2 and Taskonomy live in packages of their own, and another layout needs no more than a reader.
 */
package org.automtl4j.data.dataset.layout;
