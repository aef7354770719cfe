/** Not API: rendered scenes in the formats of the layouts. */
package org.automtl4j.data.prepare.internal.scenes;
