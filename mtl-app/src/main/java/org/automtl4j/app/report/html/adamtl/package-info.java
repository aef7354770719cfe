/** What a run of AdaMTL has to say on its page: what the validation images took and how well they were answered, at several efforts. */
package org.automtl4j.app.report.html.adamtl;
