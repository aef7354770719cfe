/**
 * Who hears what training does: one event record per callback. Listeners watch; they change nothing. {@link org.automtl4j.train.listener.Listeners} has the
 * ones that come with the library.
 */
package org.automtl4j.train.listener;
