package io.ssegateway.topic;

import java.util.BitSet;
import java.util.List;

/**
 * A URI template (RFC 6570, all four levels). It matches the topics that it expands to with some values of its
 * variables, be they strings, lists, associative arrays or undefined, and the topic that has the template's own text
 * for a name: so {@code /books/{id}} matches {@code /books/1}, {@code /books/} and {@code /books/{id}}, but not
 * {@code /books/1/pages}.
 *
 * <p>Three things are decided here that the RFC, which only expands, leaves open:
 *
 * <ul>
 *   <li>Topics need not be URIs. Non-ASCII characters in a value may be literal or percent-encoded, and the template's
 *       literal text is compared as written.
 *   <li>A variable that occurs twice may have two values.
 *   <li>Percent-encoded triplets only need the right form; they may be invalid UTF-8.
 * </ul>
 *
 * <p>A subscriber chooses the template, and every publish may run it, so there is no backtracking. Matching keeps the
 * set of all positions in the topic that the template may have reached, and each {@link Part} turns the set into the
 * next one in a single sweep. That takes at most about as many steps as the topic's length times the template's length,
 * even for hostile input, and a topic that does not begin and end like the template costs a comparison and no memory.
 */
public final class TopicTemplate implements TopicMatcher {
    private final Topic text;
    private final List<Part> parts;

    /** The literal text before the first expression. */
    private final String prefix;
    /** The literal text after the last expression. */
    private final String suffix;

    /** @throws IllegalArgumentException if it has more than {@value TemplateParser#MAX_VARIABLES} variables */
    TopicTemplate(Topic text) {
        this.text = text;
        this.parts = TemplateParser.parse(text.name());
        this.prefix = text.name().substring(0, text.name().indexOf('{'));
        this.suffix = text.name().substring(text.name().lastIndexOf('}') + 1);
    }

    @Override
    public boolean matches(Topic topic) {
        return hasLiteralEnds(topic.name()) && (expandsTo(topic.name()) || topic.equals(text));
    }

    /** What most topics fail at, before anything is allocated. */
    private boolean hasLiteralEnds(String name) {
        return name.length() >= prefix.length() + suffix.length() && name.startsWith(prefix) && name.endsWith(suffix);
    }

    /** Takes any sequence so that a test can count how often it is read. */
    boolean expandsTo(CharSequence topic) {
        int end = topic.length();
        BitSet reached = new BitSet(end + 1);
        reached.set(0);
        for (int i = 0; i < parts.size() && !reached.isEmpty(); i++) {
            BitSet next = new BitSet(end + 1);
            parts.get(i).advance(topic, reached, next);
            reached = next;
        }
        return reached.get(end);
    }

    @Override
    public boolean mayMatchPrefix(String other) {
        return prefix.startsWith(other) || other.startsWith(prefix);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicTemplate template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int variables() {
        int count = 0;
        boolean inside = false;
        for (char c : text.name().toCharArray()) {
            inside = c == '{' || (inside && c != '}');
            count += c == '{' || (inside && c == ',') ? 1 : 0;
        }
        return count;
    }

    @Override
    public String literalPrefix() {
        return prefix;
    }

    @Override
    public String toString() {
        return text.name();
    }
}
