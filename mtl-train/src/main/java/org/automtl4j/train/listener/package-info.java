/**
 * What a training tells whoever listens: one event record per callback, so that an event can grow without breaking listeners.
 * {@link org.automtl4j.train.listener.Listeners} has the ones that come with the library.
 */
package org.automtl4j.train.listener;
