/**
 * Topics, the strings that name what an update is about, and what subscribers ask for: one topic by its name, all of
 * them, or those that a URI template expands to. Publishing asks the matchers of subscribers it does not know about
 * topics it does not know, so that no matcher may take long over any topic, whoever chose the two.
 */
@NullMarked
package io.ssegateway.topic;

import org.jspecify.annotations.NullMarked;
