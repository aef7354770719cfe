/**
 * Makes folders that data sets are read from: of rendered scenes, of what the owners of CityScapes, NYUv2 and Taskonomy distribute, and, for a user's own
 * pictures, a first {@code tasks.yaml}. What is written here is read by the rooms below {@code org.automtl4j.data.dataset}.
 */
package org.automtl4j.data.prepare;
