package io.ssegateway.config.load;

import tools.jackson.databind.JsonNode;

/**
 * The value of a key in one source.
 *
 * @param value a text, a list of texts and flat sections, an empty object (a section without keys) or null (nothing
 *     after the colon)
 * @param source its place, for messages
 */
record Setting(JsonNode value, String source) {}
