/**
 * {@code report.html}: everything that a run's folder tells, on one page that needs nothing but itself. {@link org.automtl4j.app.report.html.HtmlReport} is
 * the way in; the rest reads the folder ({@code RunRecord}, {@code TrainingLog}), draws ({@code LineChart}, {@code ArchitecturePicture}, ...) and writes markup
 * ({@code Element}).
 */
package org.automtl4j.app.report.html;
