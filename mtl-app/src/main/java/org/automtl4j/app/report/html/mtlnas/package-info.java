/** What a run of MTL-NAS or NDDR-CNN has to say on its page: the edges between the networks of the tasks, and how their gates moved. */
package org.automtl4j.app.report.html.mtlnas;
