/** Plans by the shapes of the batches that they are for: how many are kept, and which mask a batch has. */
package org.automtl4j.train.batch;
