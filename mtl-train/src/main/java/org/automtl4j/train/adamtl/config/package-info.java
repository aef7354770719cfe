/** The sections of configurations that say how adaptive Swin networks are built and trained. */
package org.automtl4j.train.adamtl.config;
