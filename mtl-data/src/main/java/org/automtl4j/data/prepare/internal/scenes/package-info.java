/** Not API: rendered scenes in the formats of the four layouts. */
package org.automtl4j.data.prepare.internal.scenes;
