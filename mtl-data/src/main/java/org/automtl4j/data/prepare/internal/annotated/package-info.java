/** Not API: annotations of other programs (COCO, YOLO, tables), made into a user's folder of pictures and labels. */
package org.automtl4j.data.prepare.internal.annotated;
