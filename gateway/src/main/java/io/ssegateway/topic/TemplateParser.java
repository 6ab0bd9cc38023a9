package io.ssegateway.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads URI templates by the grammar of RFC 6570, section 2. Literal text is freer than there, as topics are: whatever
 * is neither a brace nor a percent sign without its two digits. The quantifiers are possessive: nothing is read twice,
 * and the depth of the stack does not grow with the text.
 */
final class TemplateParser {
    /** How many variables one template may have. */
    static final int MAX_VARIABLES = 32;

    private static final String LITERALS = "(?:[^{}%]|%[0-9A-Fa-f]{2})*+";
    private static final String NAME_PART = "(?:[0-9A-Za-z_]|%[0-9A-Fa-f]{2})++";
    private static final String NAME = NAME_PART + "(?:\\." + NAME_PART + ")*+";
    private static final String VARIABLE = NAME + "(?::[1-9][0-9]{0,3}|\\*)?+";
    private static final String EXPRESSION = "\\{([+#./;?&]?+)(" + VARIABLE + "(?:," + VARIABLE + ")*+)}";

    private static final Pattern TEMPLATE = Pattern.compile(LITERALS + "(?:" + EXPRESSION + LITERALS + ")++");
    private static final Pattern NEXT_EXPRESSION = Pattern.compile(EXPRESSION);

    private TemplateParser() {}

    /** Whether the text has expressions and all its braces are theirs. */
    static boolean isTemplate(String text) {
        return TEMPLATE.matcher(text).matches();
    }

    /**
     * The parts of a text that {@linkplain #isTemplate is a template}, in order.
     *
     * @throws IllegalArgumentException if it has too many variables
     */
    static List<Part> parse(String template) {
        List<Part> parts = new ArrayList<>();
        int variables = 0;
        int literal = 0;
        for (Matcher expression = NEXT_EXPRESSION.matcher(template); expression.find(); literal = expression.end()) {
            addLiteral(parts, template.substring(literal, expression.start()));
            Operator operator = Operator.of(expression.group(1));
            String[] list = expression.group(2).split(",");
            variables += list.length;
            if (variables > MAX_VARIABLES) {
                throw new IllegalArgumentException(
                        "A topic template may have at most " + MAX_VARIABLES + " variables.");
            }
            parts.add(expression(operator, list));
        }
        addLiteral(parts, template.substring(literal));
        return List.copyOf(parts);
    }

    private static void addLiteral(List<Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Literal(text));
        }
    }

    private static Expression expression(Operator operator, String[] variables) {
        List<Part> parts = new ArrayList<>();
        for (String variable : variables) {
            parts.add(variable(operator, variable));
        }
        return new Expression(new Literal(operator.first), new Literal(operator.separator), List.copyOf(parts));
    }

    private static Part variable(Operator operator, String variable) {
        if (variable.endsWith("*")) {
            return operator.exploded();
        }
        int colon = variable.indexOf(':');
        return colon < 0
                ? operator.whole(variable)
                : operator.truncated(variable.substring(0, colon), Integer.parseInt(variable.substring(colon + 1)));
    }
}
