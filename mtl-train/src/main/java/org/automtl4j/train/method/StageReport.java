package org.automtl4j.train.method;

import java.util.Optional;
import org.automtl4j.train.evaluate.Evaluation;

/**
 * What one training came to. The numbers are in the parameters that were trained.
 *
 * @param iterations how many were done; less than planned if patience was over
 * @param seconds wall time, of all parts of a resumed training
 * @param evaluation the figures at the end, where {@link Judgement#atEnd} asks for them
 * @param end where others can go on, after a training with a {@link Relay}; its numbers are the receiver's to close
 */
public record StageReport(int iterations, double seconds, Optional<Evaluation> evaluation, Optional<Continuation> end) {}
