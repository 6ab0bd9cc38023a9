/**
 * Topics, the strings that name what an update is about, and what subscribers ask for: one topic by its name, all
 * topics, or those that a URI template expands to. Clients choose both the topics and the templates, so no matcher may
 * be slow for any topic.
 */
@NullMarked
package io.ssegateway.topic;

import org.jspecify.annotations.NullMarked;
