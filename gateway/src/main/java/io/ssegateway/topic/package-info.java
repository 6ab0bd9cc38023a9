/** Topics: the strings that name what an update is about. */
@NullMarked
package io.ssegateway.topic;

import org.jspecify.annotations.NullMarked;
