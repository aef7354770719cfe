/** The sections of configurations that say how fusion networks are built, searched and trained. */
package org.automtl4j.train.mtlnas.config;
