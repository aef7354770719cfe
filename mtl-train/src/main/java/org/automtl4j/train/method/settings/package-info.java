/**
 * What a training's numbers depend on, in the words that stand in checkpoints: those of the present format, and those of format 1 where a method has been in
 * it. Every name and word is written out, so that no class, component or constant is renamed in a file when it is renamed in the code. A setting that is added
 * later is left out where it is at what older versions did.
 */
package org.automtl4j.train.method.settings;
