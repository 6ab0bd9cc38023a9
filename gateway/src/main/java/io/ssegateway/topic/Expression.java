package io.ssegateway.topic;

import java.util.BitSet;
import java.util.List;

/**
 * An expression in braces: any of its variables may be undefined; it then expands to nothing, without a separator.
 *
 * @param first the text before the first defined variable
 * @param separator the text before each further one
 * @param variables in order
 */
record Expression(Literal first, Literal separator, List<Part> variables) implements Part {

    @Override
    public void advance(CharSequence topic, BitSet from, BitSet to) {
        BitSet defined = new BitSet(topic.length() + 1);
        BitSet begin = new BitSet(topic.length() + 1);
        for (int i = 0; i < variables.size(); i++) {
            begin.clear();
            first.advance(topic, from, begin);
            separator.advance(topic, defined, begin);
            variables.get(i).advance(topic, begin, defined);
        }
        to.or(from);
        to.or(defined);
    }
}
