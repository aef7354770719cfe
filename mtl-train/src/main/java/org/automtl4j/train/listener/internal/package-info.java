/** The library's own listeners. Not API. */
package org.automtl4j.train.listener.internal;
