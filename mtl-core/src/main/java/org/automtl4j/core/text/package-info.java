/** Words for messages: what a user may have meant. */
package org.automtl4j.core.text;
