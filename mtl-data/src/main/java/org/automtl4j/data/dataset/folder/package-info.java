/**
 * A user's own pictures, without a line of Java: {@code images/}, one folder of labels per task beside it, and {@code tasks.yaml}, which says what the numbers
 * in the labels mean.
 */
package org.automtl4j.data.dataset.folder;
