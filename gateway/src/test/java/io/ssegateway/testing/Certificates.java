package io.ssegateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server needs that speaks TLS, made by Debian's openssl.
 *
 * @param authority the certificate that signs
 * @param certificate the server's
 * @param key its key
 */
public record Certificates(Path authority, Path certificate, Path key) {

    /**
     * Makes an authority, and a certificate that it signs.
     *
     * @param server the server's name, such as {@code IP:127.0.0.1} or {@code DNS:redis.example}
     */
    public static Certificates make(Path folder, String server) {
        Path authority = folder.resolve("ca.pem");
        Path authorityKey = folder.resolve("ca.key");
        Path certificate = folder.resolve("redis.pem");
        Path key = folder.resolve("redis.key");
        openssl(authority, authorityKey, "-subj", "/CN=authority");
        openssl(
                certificate,
                key,
                "-subj",
                "/CN=redis",
                "-addext",
                "subjectAltName=" + server,
                "-CA",
                authority.toString(),
                "-CAkey",
                authorityKey.toString());
        return new Certificates(authority, certificate, key);
    }

    private static void openssl(Path certificate, Path key, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-noenc",
                "-days",
                "2",
                "-out",
                certificate.toString(),
                "-keyout",
                key.toString()));
        command.addAll(List.of(more));
        try {
            Path output = certificate.resolveSibling("openssl.log");
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError(Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("openssl is needed: apt-get install openssl", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
