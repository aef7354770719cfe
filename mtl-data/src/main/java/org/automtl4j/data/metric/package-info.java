/** What results are judged by: metrics per kind of task, reference values, relative performance, and the constant predictors that any model must beat. */
package org.automtl4j.data.metric;
