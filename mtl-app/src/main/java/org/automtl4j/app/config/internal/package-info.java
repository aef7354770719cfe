/** How configurations are read, changed, written and documented, driven by the records' annotations. Not API. */
package org.automtl4j.app.config.internal;
