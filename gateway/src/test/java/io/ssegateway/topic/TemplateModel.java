package io.ssegateway.topic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A template as a test builds it, with the expansion of RFC 6570, section 3.2.1, and a regular expression of all
 * expansions.
 *
 * @param pieces each a literal string or an {@link Expression}
 */
record TemplateModel(List<Object> pieces) {
    private static final String UNRESERVED = "A-Za-z0-9\\-._~";
    private static final String RESERVED = UNRESERVED + ":/?#\\[\\]@!$&'()*+,;=";
    private static final Pattern ONE_UNRESERVED = Pattern.compile("[" + UNRESERVED + "]");
    private static final Pattern ONE_RESERVED = Pattern.compile("[" + RESERVED + "]");

    record Variable(String name, String modifier) {
        boolean exploded() {
            return modifier.equals("*");
        }

        int maxLength() {
            return modifier.startsWith(":") ? Integer.parseInt(modifier.substring(1)) : Integer.MAX_VALUE;
        }
    }

    static TemplateModel of(List<Object> pieces, Object last) {
        List<Object> all = new ArrayList<>(pieces);
        all.add(last);
        return new TemplateModel(all);
    }

    String text() {
        return pieces.stream().map(Object::toString).collect(Collectors.joining());
    }

    String expand(Map<String, Object> values) {
        return pieces.stream()
                .map(piece -> piece instanceof Expression expression ? expression.expand(values) : piece.toString())
                .collect(Collectors.joining());
    }

    Pattern pattern() {
        return Pattern.compile(pieces.stream()
                .map(piece ->
                        piece instanceof Expression expression ? expression.regex() : Pattern.quote(piece.toString()))
                .collect(Collectors.joining()));
    }

    @Override
    public String toString() {
        return text();
    }

    record Expression(String operator, List<Variable> variables) {

        private String first() {
            return operator.equals("+") ? "" : operator;
        }

        private String separator() {
            return switch (operator) {
                case "", "+", "#" -> ",";
                case "?" -> "&";
                default -> operator;
            };
        }

        private boolean named() {
            return ";?&".contains(operator) && !operator.isEmpty();
        }

        private boolean reserved() {
            return operator.equals("+") || operator.equals("#");
        }

        String expand(Map<String, Object> values) {
            List<String> defined = variables.stream()
                    .map(variable -> expand(variable, values.get(variable.name())))
                    .filter(Objects::nonNull)
                    .toList();
            return defined.isEmpty() ? "" : first() + String.join(separator(), defined);
        }

        private @Nullable String expand(Variable variable, @Nullable Object value) {
            if (value instanceof String string) {
                int length = Math.min(variable.maxLength(), string.codePointCount(0, string.length()));
                String encoded = encode(string.substring(0, string.offsetByCodePoints(0, length)));
                return named() ? pair(variable.name(), encoded) : encoded;
            }
            // A prefix is not for lists, and what is empty is undefined.
            if (value == null || variable.maxLength() < Integer.MAX_VALUE) {
                return null;
            }
            Stream<String> members = value instanceof Map<?, ?> map
                    ? map.entrySet().stream()
                            .flatMap(entry -> member(variable, encode(entry.getKey()), encode(entry.getValue())))
                    : ((List<?>) value)
                            .stream()
                                    .map(this::encode)
                                    .map(member ->
                                            named() && variable.exploded() ? pair(variable.name(), member) : member);
            List<String> list = members.toList();
            if (list.isEmpty()) {
                return null;
            }
            String joined = String.join(variable.exploded() ? separator() : ",", list);
            return named() && !variable.exploded() ? pair(variable.name(), joined) : joined;
        }

        private Stream<String> member(Variable variable, String key, String value) {
            if (!variable.exploded()) {
                return Stream.of(key, value);
            }
            return Stream.of(named() ? pair(key, value) : key + "=" + value);
        }

        private String pair(String name, String value) {
            return value.isEmpty() && operator.equals(";") ? name : name + "=" + value;
        }

        private String encode(Object value) {
            Pattern kept = reserved() ? ONE_RESERVED : ONE_UNRESERVED;
            StringBuilder encoded = new StringBuilder();
            value.toString().codePoints().mapToObj(Character::toString).forEach(character -> {
                if (kept.matcher(character).matches()) {
                    encoded.append(character);
                } else {
                    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                        encoded.append(String.format("%%%02X", b));
                    }
                }
            });
            return encoded.toString();
        }

        /** Either nothing, or one of the variables is the first that is defined, and those behind it may follow. */
        String regex() {
            List<String> alternatives = new ArrayList<>(List.of(""));
            for (int i = 0; i < variables.size(); i++) {
                StringBuilder alternative = new StringBuilder(Pattern.quote(first()) + regex(variables.get(i)));
                for (Variable following : variables.subList(i + 1, variables.size())) {
                    alternative.append("(?:" + Pattern.quote(separator()) + regex(following) + ")?");
                }
                alternatives.add(alternative.toString());
            }
            return "(?:" + String.join("|", alternatives) + ")";
        }

        private String regex(Variable variable) {
            String name = Pattern.quote(variable.name());
            if (variable.exploded()) {
                String member = character("") + "*";
                String pair = operator.equals(";") ? member + "(?:=" + member + ")?" : member + "=" + member;
                String pairs = pair + "(?:" + Pattern.quote(separator()) + pair + ")*";
                return named() ? pairs : "(?:" + character(separator()) + "*|" + pairs + ")";
            }
            String value =
                    variable.maxLength() < Integer.MAX_VALUE ? truncated(variable.maxLength()) : character(",") + "*";
            return switch (operator) {
                case ";" -> name + "(?:=" + value + ")?";
                case "?", "&" -> name + "=" + value;
                default -> value;
            };
        }

        private String character(String more) {
            return "(?:[" + (reserved() ? RESERVED : UNRESERVED) + more + "[^\\x00-\\x7F]]|%[0-9A-Fa-f]{2})";
        }

        /** Bytes that continue a character in UTF-8 do not count. */
        private String truncated(int maxLength) {
            String first = "(?!%[89ABab])" + character("");
            String continued = "(?:%[89ABab][0-9A-Fa-f])*";
            return continued + "(?:" + first + continued + "){0," + maxLength + "}";
        }

        @Override
        public String toString() {
            return "{" + operator
                    + variables.stream().map(v -> v.name() + v.modifier()).collect(Collectors.joining(",")) + "}";
        }
    }
}
