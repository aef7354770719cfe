/** Not API: what the owners of CityScapes, NYUv2 and Taskonomy distribute, sample by sample. */
package org.automtl4j.data.prepare.internal.source;
