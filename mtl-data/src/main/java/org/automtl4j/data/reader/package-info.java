/**
 * Reads what lies on a disk: pictures (png, jpeg) and NumPy's arrays, as {@link org.automtl4j.data.reader.Pixels}, without colour management or any other
 * well-meant change of the numbers; and brings them to another size. Every reader checks a file's header against its {@link
 * org.automtl4j.data.reader.PixelLimits} before it decodes anything, and names the file in every message.
 */
package org.automtl4j.data.reader;
