package io.ssegateway.topic;

import java.util.BitSet;

/**
 * The value of a variable that is exploded: members of a list or pairs of an associative array, {@code name=value},
 * between separators. The sweep is an automaton of three states that may hold at once.
 *
 * @param characters what members, names and values consist of
 * @param separator the text between two members
 * @param list whether members of a list may come without a name; otherwise each has the variable's, and the list looks
 *     like an associative array
 * @param bare whether an empty value omits the equals sign
 */
record ExplodedValue(ValueCharacters characters, char separator, boolean list, boolean bare) implements Part {

    @Override
    public void advance(CharSequence topic, BitSet from, BitSet to) {
        boolean inList = false;
        boolean inName = false;
        boolean inValue = false;
        int position = from.nextSetBit(0);
        while (position >= 0) {
            if (from.get(position)) {
                inList |= list;
                inName = true;
            }
            boolean pairMayEnd = inValue || (bare && inName);
            if (inList || pairMayEnd) {
                to.set(position);
            }

            int width = characters.widthAt(topic, position);
            boolean goesOn = width > 0;
            boolean equals = isAt(topic, position, '=');
            boolean separates = isAt(topic, position, separator);
            // A character may be all of these: the dot of a label is unreserved, too.
            inValue = (goesOn && inValue) || (equals && inName);
            inName = (goesOn && inName) || (separates && pairMayEnd);
            inList = (goesOn || separates) && inList;

            position = inValue || inName || inList ? position + Math.max(1, width) : from.nextSetBit(position + 1);
        }
    }

    private static boolean isAt(CharSequence topic, int position, char c) {
        return position < topic.length() && topic.charAt(position) == c;
    }
}
