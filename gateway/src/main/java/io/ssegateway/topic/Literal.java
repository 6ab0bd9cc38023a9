package io.ssegateway.topic;

import java.util.BitSet;

/**
 * Text that stands for itself.
 *
 * @param text may be empty
 */
record Literal(String text) implements Part {

    @Override
    public void advance(CharSequence topic, BitSet from, BitSet to) {
        int last = topic.length() - text.length();
        for (int begin = from.nextSetBit(0); begin >= 0 && begin <= last; begin = from.nextSetBit(begin + 1)) {
            if (standsAt(topic, begin)) {
                to.set(begin + text.length());
            }
        }
    }

    private boolean standsAt(CharSequence topic, int begin) {
        for (int i = 0; i < text.length(); i++) {
            if (topic.charAt(begin + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
