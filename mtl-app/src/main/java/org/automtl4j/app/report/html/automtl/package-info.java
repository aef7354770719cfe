/** What a run of AutoMTL has to say on its page: the architecture, the course of the policies, and the cost of each layer. */
package org.automtl4j.app.report.html.automtl;

