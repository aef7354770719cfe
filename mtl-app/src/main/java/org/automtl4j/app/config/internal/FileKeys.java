package org.automtl4j.app.config.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.automtl4j.core.config.Key;

/** The keys that data sets on a disk have in common, each described once. */
public final class FileKeys {

  private FileKeys() {}

  /** Key {@code root}. */
  @Key("The data set's folder.")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Root {}

  /** Key {@code augmentation} of the published layouts. */
  @Key(value = "What happens to training samples at random.", byDefault = "{}")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Augmented {}

  /** Key {@code valShare}. */
  @Key(value = "The share of the training samples that is set aside where the index has no `val`; 0: none.", byDefault = "0.1", min = 0, below = 1)
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface ValShare {}

  /** Key {@code valSeed}. */
  @Key(value = "Decides which samples those are.", byDefault = "0")
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface ValSeed {}

  /** Key {@code threads}. */
  @Key(value = "Threads per task that prepare batches beside the training; 0: none.", byDefault = "1", min = 0, max = 256)
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Threads {}
}
