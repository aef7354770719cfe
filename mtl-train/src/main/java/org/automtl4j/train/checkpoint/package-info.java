/**
 * Checkpoints: all that training knows at one moment as a value ({@link org.automtl4j.train.checkpoint.TrainingState}), the file that holds it
 * ({@link org.automtl4j.train.checkpoint.CheckpointFile}), and the folder of such files from which an interrupted training goes on
 * ({@link org.automtl4j.train.checkpoint.Checkpoints}).
 */
package org.automtl4j.train.checkpoint;
