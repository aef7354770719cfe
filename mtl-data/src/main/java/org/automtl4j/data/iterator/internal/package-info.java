/** Not API: how batches are put together on the Java heap. */
package org.automtl4j.data.iterator.internal;
