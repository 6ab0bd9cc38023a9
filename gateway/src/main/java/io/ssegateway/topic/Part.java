package io.ssegateway.topic;

import java.util.BitSet;

/**
 * A part of a template, which advances the positions that the template may have reached in a topic. No position is ever
 * inside a percent-encoded triplet, because every part consists of whole ones. Immutable.
 */
sealed interface Part permits Literal, Value, NamedValue, ExplodedValue, Expression {

    /**
     * Finds where the part may end.
     *
     * @param topic what to match
     * @param from where the part may begin: positions from 0 to the topic's length; is not changed
     * @param to gets, besides what it has, each position where the part may end; another set than {@code from}
     */
    void advance(CharSequence topic, BitSet from, BitSet to);
}
