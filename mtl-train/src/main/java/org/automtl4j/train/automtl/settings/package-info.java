/** What AutoMTL's stages depend on, in the words of checkpoints: those of the present format, and those of format 1, which release 0.1 wrote. */
package org.automtl4j.train.automtl.settings;
