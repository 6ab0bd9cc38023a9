package io.ssegateway.json;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON, written compactly, and read strictly, so that two readers cannot understand it differently: a repeated name, or
 * anything after the value, is an error. Numbers keep every digit.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader NODES = MAPPER.readerFor(JsonNode.class);

    private Json() {}

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

    /**
     * Reads one value; a missing node if there is none.
     *
     * @throws JacksonException if it is not JSON
     * @throws NumberFormatException if a number's exponent is too large
     */
    public static JsonNode read(Reader json) {
        try (JsonParser parser = new SignedZeros(MAPPER.createParser(json))) {
            return parser.nextToken() == null ? MissingNode.getInstance() : NODES.readValue(parser);
        }
    }

    /** Reads an object; empty if the bytes are not one in valid UTF-8. */
    public static Optional<ObjectNode> readObject(byte[] json) {
        try {
            // Given bytes, the parser would take UTF-16 too, and overlong forms.
            return readObject(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Reads an object; empty if the text is not one. */
    public static Optional<ObjectNode> readObject(String json) {
        try {
            return MAPPER.readTree(json) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
