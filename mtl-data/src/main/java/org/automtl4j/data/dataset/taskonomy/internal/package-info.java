/** Not API: what Taskonomy's numbers mean. */
package org.automtl4j.data.dataset.taskonomy.internal;
