/** What a run leaves behind: its folder, whose files appear whole or not at all, and the table of its result as text and JSON. */
package org.automtl4j.app.report;
