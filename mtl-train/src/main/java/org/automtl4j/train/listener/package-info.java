/** Who hears what training does: one event record per callback. Listeners watch; they change nothing. */
package org.automtl4j.train.listener;
