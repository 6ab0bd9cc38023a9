package io.ssegateway.eventlog.redis;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;

/**
 * An entry as Redis has it.
 *
 * @param entry what was appended
 * @param previous the position of the entry that was appended before it: a reader that has that one has missed nothing
 * @param previousPublic the position of the public entry that was appended before it: a reader that has that one has
 *     missed nothing public
 */
record Stored(Entry entry, Position previous, Position previousPublic) {}
