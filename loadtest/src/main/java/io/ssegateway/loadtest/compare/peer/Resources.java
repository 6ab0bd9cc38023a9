package io.ssegateway.loadtest.compare.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of this package that other programs read. */
final class Resources {

    private Resources() {}

    /**
     * Writes one of them into a folder.
     *
     * @param values what stands in it for {@code @NAME@}
     */
    static Path copy(String name, Path folder, Map<String, String> values) throws IOException {
        try (InputStream resource = Resources.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is not in this program");
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return Files.writeString(folder.resolve(name), text);
        }
    }
}
