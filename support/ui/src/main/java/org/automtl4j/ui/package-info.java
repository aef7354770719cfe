/** AutoMTL's trainings in Deeplearning4j's training UI. Not part of the default build, since the UI's server brings much that nothing else needs. */
package org.automtl4j.ui;
