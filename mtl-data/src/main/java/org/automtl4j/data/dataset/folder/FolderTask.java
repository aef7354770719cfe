package org.automtl4j.data.dataset.folder;

import org.automtl4j.core.task.Task;

/**
 * A task of a {@code tasks.yaml}.
 *
 * @param task name, kind, outputs, classes
 * @param folder where its label files lie, relative to the data set's folder; of tasks with one answer per image empty
 * @param suffix what a label file's name has after the picture's, before the dot
 * @param encoding what the numbers in the files mean
 */
public record FolderTask(Task task, String folder, String suffix, LabelEncoding encoding) {}
