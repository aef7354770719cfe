/** The methods without a search that others are compared with: one backbone for all tasks, and one for each. */
package org.automtl4j.train.baseline;
