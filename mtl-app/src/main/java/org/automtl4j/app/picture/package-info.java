/** Pictures of predictions and labels for people: maps with legends and scale bars. */
package org.automtl4j.app.picture;
