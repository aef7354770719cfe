/**
 * Reads a whole data set once and says what is in it and what is wrong with it. {@link org.automtl4j.data.check.DataCheck} takes any {@link
 * org.automtl4j.data.dataset.MultiTaskDataSet}; what it finds is a {@link org.automtl4j.data.check.CheckReport}.
 */
package org.automtl4j.data.check;
