/**
 * The façade of the core, for endpoints: it appends updates to the log, and turns a client's last id into the position
 * at which its stream resumes.
 */
@NullMarked
package io.ssegateway.hub;

import org.jspecify.annotations.NullMarked;
