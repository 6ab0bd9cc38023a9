package io.ssegateway.topic;

import java.util.BitSet;

/**
 * The value of a variable that is not exploded, perhaps empty.
 *
 * @param characters what it consists of
 * @param maxLength in characters (code points), a percent-encoded one counting as one
 */
record Value(ValueCharacters characters, int maxLength) implements Part {

    @Override
    public void advance(CharSequence topic, BitSet from, BitSet to) {
        int left = 0;
        int position = from.nextSetBit(0);
        while (position >= 0) {
            // Of all values that have come this far, the one that began last reaches farthest.
            if (from.get(position)) {
                left = maxLength;
            }
            to.set(position);
            int width = characters.widthAt(topic, position);
            int cost = width > 0 && ValueCharacters.continuesCharacter(topic, position) ? 0 : 1;
            if (width == 0 || cost > left) {
                position = from.nextSetBit(position + 1);
            } else {
                left -= cost;
                position += width;
            }
        }
    }
}
