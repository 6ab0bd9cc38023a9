package io.ssegateway.topic;

import java.util.BitSet;

/**
 * A variable's name, an equals sign and its value.
 *
 * @param name the variable's
 * @param value what may follow
 * @param bare whether the name may also stand alone, for a value that is empty
 */
record NamedValue(Literal name, Value value, boolean bare) implements Part {
    private static final Literal EQUALS = new Literal("=");

    @Override
    public void advance(CharSequence topic, BitSet from, BitSet to) {
        BitSet named = new BitSet(topic.length() + 1);
        name.advance(topic, from, named);
        if (bare) {
            to.or(named);
        }
        BitSet begin = new BitSet(topic.length() + 1);
        EQUALS.advance(topic, named, begin);
        value.advance(topic, begin, to);
    }
}
