/** What a model is asked for: {@link org.automtl4j.core.task.Task} and its kind. Values only; losses and metrics live in mtl-data. */
package org.automtl4j.core.task;
