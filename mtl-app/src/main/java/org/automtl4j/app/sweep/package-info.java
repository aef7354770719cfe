/**
 * Many runs of one configuration: seeds times values of keys, on this machine or wherever a {@link org.automtl4j.app.sweep.PartRunner} takes them. Each part is
 * an ordinary run in a folder of its own, so that a sweep is resumed as its runs are. Nothing here knows a method or a cluster.
 */
package org.automtl4j.app.sweep;
