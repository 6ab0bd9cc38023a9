package io.ssegateway.config.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Says in one line what the YAML parser says in ten. */
final class YamlProblem {

    private static final Pattern MARK = Pattern.compile("line (\\d+), column (\\d+)");

    private YamlProblem() {}

    static String describe(JacksonException e) {
        return "is not valid YAML" + place(e) + ": " + problem(e.getOriginalMessage());
    }

    /** The last mark of the message, where the problem is; the exception's own location is that of the token before. */
    private static String place(JacksonException e) {
        TokenStreamLocation before = e.getLocation();
        String place = before == null ? "" : mark(before.getLineNr(), before.getColumnNr());
        Matcher marks = MARK.matcher(e.getOriginalMessage());
        while (marks.find()) {
            place = mark(Integer.parseInt(marks.group(1)), Integer.parseInt(marks.group(2)));
        }
        return place;
    }

    private static String mark(int line, int column) {
        return " at line " + line + ", column " + column;
    }

    /** Without the marks and the excerpts, which are indented. */
    private static String problem(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }
}
