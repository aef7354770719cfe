/** Changes of samples that keep image and labels together: augmentation. */
package org.automtl4j.data.transform;
