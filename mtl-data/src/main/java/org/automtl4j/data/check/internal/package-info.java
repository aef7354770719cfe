/** Not API: what a check collects on its way. */
package org.automtl4j.data.check.internal;
