package io.ssegateway.http;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out. Strict: a repeated key or anything after the value is an error. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A publisher's numbers reach the subscribers digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * Parses one value.
     *
     * @throws Problem 400 with line and column if it is not JSON
     */
    public static JsonNode parse(InputStream body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            // Reading a tree binds nothing, so what is not the parser's fault to find is the check for what follows.
            String fault = e instanceof DatabindException ? "something follows the first value" : parserMessage(e);
            throw Problem.badRequest("The body is not valid JSON" + where + ": " + fault);
        }
        if (node.isMissingNode()) {
            throw Problem.badRequest("The body is empty; a JSON value is expected.");
        }
        return node;
    }

    /** The parser's words without what it says of its own classes. */
    private static String parserMessage(JacksonException fault) {
        return fault.getOriginalMessage().replaceAll(" \\(start marker at .*|, from `[^`]*`", "");
    }

    /** An empty object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Compact JSON text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Compact JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
