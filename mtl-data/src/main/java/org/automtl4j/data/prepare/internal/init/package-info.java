/** Not API: guesses what the files of a user's folder are. */
package org.automtl4j.data.prepare.internal.init;
