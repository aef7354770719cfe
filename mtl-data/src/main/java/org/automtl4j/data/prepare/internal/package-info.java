/** Not API: how the files of data sets are written. */
package org.automtl4j.data.prepare.internal;
