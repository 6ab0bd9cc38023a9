package io.ssegateway.config.load;

import io.ssegateway.config.Access;
import io.ssegateway.config.Durations;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.LogType;
import io.ssegateway.config.Overload;
import io.ssegateway.config.SendPosition;
import io.ssegateway.config.SlowConsumerPolicy;
import io.ssegateway.config.SqliteAcknowledge;
import io.ssegateway.config.Texts;
import io.ssegateway.config.TransportType;
import java.time.Duration;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Between the records, trees and YAML: names in kebab-case, in the order of the components, values as their texts. */
final class ConfigMapper {

    static final YAMLMapper INSTANCE = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .annotationIntrospector(new BytesIntrospector())
            .addModule(texts())
            .build();

    private ConfigMapper() {}

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule();
        module.addDeserializer(int.class, new TextDeserializer<>(Texts::parseInt));
        module.addDeserializer(boolean.class, new TextDeserializer<>(Texts::parseBoolean));
        module.addDeserializer(Duration.class, new TextDeserializer<>(Durations::parse));
        module.addSerializer(Duration.class, new TextSerializer<>(Durations::format));
        addWords(module, TransportType.class);
        addWords(module, Overload.class);
        addWords(module, LogType.class);
        addWords(module, SqliteAcknowledge.class);
        addWords(module, SlowConsumerPolicy.class);
        addWords(module, Access.class);
        module.addDeserializer(SendPosition.class, new TextDeserializer<>(SendPosition::parse));
        module.addSerializer(SendPosition.class, new TextSerializer<>(Texts::word));
        module.addDeserializer(JwtAlgorithm.class, new TextDeserializer<>(JwtAlgorithm::parse));
        module.addSerializer(JwtAlgorithm.class, new TextSerializer<>(JwtAlgorithm::toString));
        return module;
    }

    private static <E extends Enum<E>> void addWords(SimpleModule module, Class<E> type) {
        module.addDeserializer(type, new TextDeserializer<>(text -> Texts.parseWord(type, text)));
        module.addSerializer(type, new TextSerializer<>(Texts::word));
    }
}
