package io.ssegateway.http;

import io.ssegateway.json.Json;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/** A request's body as JSON. */
public final class JsonBody {
    private static final Pattern INTERNALS = Pattern.compile(
            " \\(start marker at .*|, from `[^`]*`|: enable .*Feature.*| \\(not recognized .*Feature.*");

    private JsonBody() {}

    /**
     * Parses one value, which is UTF-8 (RFC 8259, section 8.1); a byte order mark in front of it is passed over.
     *
     * @throws Problem 400 if it is not UTF-8, or, with line and column, not JSON
     */
    public static JsonNode parse(InputStream body) {
        JsonNode node;
        try {
            node = Json.read(Utf8Bytes.json(body));
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Problem.badRequest("The body is not valid JSON: it is not valid UTF-8; accepted: UTF-8.");
            }
            TokenStreamLocation at = e.getLocation();
            String where = at == null || at.getLineNr() < 1
                    ? ""
                    : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            // Reading a tree binds nothing, so what is not the parser's fault to find is the check for what follows.
            String fault = e instanceof DatabindException ? "something follows the first value" : parserMessage(e);
            throw Problem.badRequest("The body is not valid JSON" + where + ": " + fault);
        } catch (NumberFormatException e) {
            // It is JSON, but the parser has no BigDecimal for it, and no exception of its own to say so.
            throw Problem.badRequest("The body has a number whose exponent is too large.");
        }
        if (node.isMissingNode()) {
            throw Problem.badRequest("The body is empty; a JSON value is expected.");
        }
        return node;
    }

    /** The parser's words without what it says of its own classes and options. */
    private static String parserMessage(JacksonException fault) {
        return INTERNALS.matcher(fault.getOriginalMessage()).replaceAll("");
    }
}
