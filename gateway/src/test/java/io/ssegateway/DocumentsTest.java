package io.ssegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents name no file that is not there. */
class DocumentsTest {

    @Test
    void shouldPointToWhatExists() throws IOException {
        assertThat(new DocumentLinks(Path.of("..")).broken()).isEmpty();
    }

    @Test
    void shouldFindWhatDoesNotExist(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs/adr"));
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("gateway/target"));
        Files.createFile(root.resolve("bin/run"));
        Files.writeString(root.resolve("gateway/target/built.md"), "[not ours](nowhere.md)");
        Files.writeString(root.resolve("README.md"), """
                [good](docs/a.md#part "title") [here](#part) [web](https://example.com/x) [mail](mailto:a@example.com)
                ![picture](docs/picture.png) `bin/run --set a=b`, `bin/walk`. See docs/*.md and `gateway/target/x.jar`.

                    bin/run && bin/crawl >out
                """);
        Files.writeString(root.resolve("docs/a.md"), "[up](../README.md) [astray](README.md) `gateway/pom.xml` or/and");

        assertThat(new DocumentLinks(root).broken())
                .containsExactlyInAnyOrder(
                        "README.md: docs/picture.png",
                        "README.md: bin/walk",
                        "README.md: bin/crawl",
                        "docs/a.md: README.md",
                        "docs/a.md: gateway/pom.xml");
    }
}
