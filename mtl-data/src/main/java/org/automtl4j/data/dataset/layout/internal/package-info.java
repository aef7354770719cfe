/** Not API: the parts of the layouts' data set. */
package org.automtl4j.data.dataset.layout.internal;
