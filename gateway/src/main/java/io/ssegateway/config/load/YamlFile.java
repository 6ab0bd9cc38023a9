package io.ssegateway.config.load;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads a YAML file into settings. It walks the tokens instead of taking a tree because only they know a value's line
 * and its text as it was written, and because a tree has forgotten which keys stood there twice.
 *
 * <p>Nested sections and dotted keys ({@code server.port: 1}) are the same thing.
 */
final class YamlFile {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path file;
    private final YAMLParser parser;
    private final YamlValues values;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlFile(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
        this.values = new YamlValues(parser, this::source);
    }

    /**
     * The settings by key, in the file's order; unknown keys are not checked.
     *
     * @throws ConfigException if the file cannot be read, is not YAML, or is not a tree of keys
     */
    static Map<String, Setting> read(Path file) {
        String text = text(file);
        try (YAMLParser parser = (YAMLParser) ConfigMapper.INSTANCE.createParser(text)) {
            return new YamlFile(file, parser).document();
        } catch (JacksonException e) {
            throw new ConfigException(file.toString(), YamlProblem.describe(e));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), Reason.of(e));
        } catch (CharacterCodingException e) {
            throw new ConfigException(file.toString(), "must be UTF-8 text, but has other bytes");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + Reason.of(e));
        }
    }

    private Map<String, Setting> document() {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            object("");
        } else if (first != null && first != JsonToken.VALUE_NULL) {
            throw new ConfigException(
                    file.toString(), "must have sections such as server: at the top, but has a " + values.kind());
        }
        if (parser.nextToken() != null) {
            throw new ConfigException(file.toString(), "must be one document, but another begins at " + line());
        }
        return settings;
    }

    private void object(String prefix) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + parser.currentName();
            if (!seen.add(key)) {
                throw new ConfigException(key, "is there twice").at(source());
            }
            switch (parser.nextToken()) {
                case START_OBJECT -> {
                    settings.put(key, new Setting(NODES.objectNode(), source()));
                    object(key + ".");
                }
                case START_ARRAY -> settings.put(key, new Setting(values.list(key), source()));
                case VALUE_NULL -> settings.put(key, new Setting(NODES.nullNode(), source()));
                default -> settings.put(key, new Setting(values.scalar(key), source()));
            }
        }
    }

    private String source() {
        return file + ", " + line();
    }

    private String line() {
        return "line " + parser.currentTokenLocation().getLineNr();
    }
}
