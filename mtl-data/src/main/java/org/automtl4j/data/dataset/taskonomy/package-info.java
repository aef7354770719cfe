/** Taskonomy: a folder per building and domain, and {@code taskonomy.json}. */
package org.automtl4j.data.dataset.taskonomy;
