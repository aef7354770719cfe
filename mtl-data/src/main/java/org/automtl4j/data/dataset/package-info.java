/**
 * Where samples come from. A {@link org.automtl4j.data.dataset.MultiTaskDataSet} gives one image and the labels of every task at a time, on the Java heap;
 * batches and ND4J arrays are the business of {@code org.automtl4j.data.iterator}. Implementations live in packages below this one.
 */
package org.automtl4j.data.dataset;
