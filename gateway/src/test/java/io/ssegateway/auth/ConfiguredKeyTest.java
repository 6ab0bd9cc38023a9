package io.ssegateway.auth;

import static io.ssegateway.auth.TestVerifier.grants;
import static io.ssegateway.auth.TestVerifier.verifier;
import static io.ssegateway.config.JwtAlgorithm.EDDSA;
import static io.ssegateway.config.JwtAlgorithm.ES256;
import static io.ssegateway.config.JwtAlgorithm.ES384;
import static io.ssegateway.config.JwtAlgorithm.HS256;
import static io.ssegateway.config.JwtAlgorithm.HS384;
import static io.ssegateway.config.JwtAlgorithm.HS512;
import static io.ssegateway.config.JwtAlgorithm.PS512;
import static io.ssegateway.config.JwtAlgorithm.RS256;
import static io.ssegateway.testing.Tokens.PAYLOAD;
import static io.ssegateway.testing.Tokens.pair;
import static io.ssegateway.testing.Tokens.pem;
import static io.ssegateway.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtAlgorithm;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as operators write them: those that work, and what is said of the others. */
class ConfiguredKeyTest {

    @ParameterizedTest
    @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
    void shouldNeedSecretsAsLongAsTheHash(JwtAlgorithm algorithm, int bytes) {
        String secret = "s3cret".repeat(20);

        verifier(new JwtKeyConfig(secret.substring(0, bytes), algorithm));

        assertThat(problem(secret.substring(0, bytes - 1), algorithm))
                .contains("needs a secret of at least " + bytes + " bytes", "has " + (bytes - 1));
        // Bytes of UTF-8 count, not letters.
        verifier(new JwtKeyConfig("é".repeat(bytes / 2), algorithm));
    }

    @Test
    void shouldReadKeysFromFiles(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("a secret"), Tokens.SECRET + "\r\n\n");
        Path pem = Files.writeString(
                folder.resolve("key.pem"), pem("PUBLIC KEY", pair(ES256, "").getPublic()) + "\n");

        assertThat(grants(verifier(new JwtKeyConfig("file:" + secret, HS512)), token(HS512, "", PAYLOAD))
                        .publish())
                .hasSize(1);
        assertThat(grants(verifier(new JwtKeyConfig("file:" + pem, ES256)), token(ES256, "", PAYLOAD))
                        .publish())
                .hasSize(1);
    }

    @Test
    void shouldNameFilesThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 0});

        assertThat(problem("file:" + folder.resolve("missing"), HS256)).contains("cannot be read", "missing");
        assertThat(problem("file:" + folder, HS256)).contains("cannot be read");
        assertThat(problem("file:" + binary, HS256)).contains("cannot be read as UTF-8");
        assertThat(problem("file:", HS256)).contains("cannot be read");
        assertThat(problem("file:\0", HS256)).contains("cannot be read");
    }

    @ParameterizedTest
    @EnumSource(
            value = JwtAlgorithm.class,
            names = {"HS.*"},
            mode = EnumSource.Mode.MATCH_NONE)
    void shouldTakePemHoweverItIsBroken(JwtAlgorithm algorithm) {
        String pem = pem("PUBLIC KEY", pair(algorithm, "").getPublic());
        for (String text :
                List.of(pem.strip(), "\n " + pem, pem.replaceAll("\\R", " "), pem.replaceAll("\\R", "\r\n"))) {
            assertThat(grants(verifier(new JwtKeyConfig(text, algorithm)), token(algorithm, "", PAYLOAD))
                            .publish())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JwtAlgorithm.class,
            names = {"RS256", "ES256", "EDDSA"})
    void shouldTakePemAsVariablesAndToolsHaveIt(JwtAlgorithm algorithm) {
        String pem = pem("PUBLIC KEY", pair(algorithm, "").getPublic()).strip();
        for (String text : List.of(
                pem.replaceAll("\\R", "\\\\n"),
                pem.replaceAll("\\R", "\\\\r\\\\n") + "\\n",
                "\"" + pem.replaceAll("\\R", "\\\\n") + "\"",
                "'" + pem + "'",
                "\uFEFF" + pem,
                "# The key of the publisher\n" + pem + "\n# made in June\n",
                "Bag Attributes\n    friendlyName: a-b\nsubject=CN = x\n" + pem)) {
            assertThat(grants(verifier(new JwtKeyConfig(text, algorithm)), token(algorithm, "", PAYLOAD))
                            .publish())
                    .as(text)
                    .hasSize(1);
            assertThat(problem(text, HS256)).contains("but the key is in PEM");
        }
    }

    @Test
    void shouldNameWhatIsNoPublicKey() {
        String secret = "c2VjcmV0IGtleSB0aGF0IG5vYm9keSBtdXN0IHNlZQ==";
        String openssl = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n"
                + secret + "\n-----END RSA PRIVATE KEY-----";
        String chain = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assertThat(problem(openssl, RS256)).contains("is a RSA PRIVATE KEY");
        assertThat(problem(openssl.replace("RSA", "ENCRYPTED"), RS256)).contains("is a ENCRYPTED PRIVATE KEY");
        assertThat(problem(openssl.replace("RSA", "OPENSSH"), RS256)).contains("is a OPENSSH PRIVATE KEY");
        assertThat(problem(openssl.replace("RSA PRIVATE", "PUBLIC"), RS256)).contains("not valid base64");
        assertThat(problem(chain + chain, RS256)).contains("has 2 blocks: CERTIFICATE, CERTIFICATE");
        assertThat(problem(chain.substring(0, 40), RS256)).contains("the CERTIFICATE has no END line");
        assertThat(problem("ssh-rsa AAAAB3NzaC1yc2E user@host", RS256)).contains("OpenSSH's own form");
        assertThat(problem("{\"kty\":\"RSA\",\"n\":\"0vx7\"}", RS256)).contains("auth.jwt.jwks-url");
        assertThat(problem(secret, RS256)).contains("has no -----BEGIN line");
    }

    @Test
    void shouldNotCountAByteOrderMark(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "\uFEFF" + Tokens.SECRET + "\n");

        assertThat(grants(verifier(new JwtKeyConfig("file:" + secret, HS512)), token(HS512, "", PAYLOAD))
                        .publish())
                .hasSize(1);
        assertThat(problem(secret.toString(), HS256)).contains("write file:");
    }

    @Test
    void shouldRefusePublicKeysAsSecrets() {
        String pem = pem("PUBLIC KEY", pair(RS256, "").getPublic());

        for (JwtAlgorithm algorithm : List.of(HS256, HS384, HS512)) {
            assertThat(problem(pem, algorithm)).contains(algorithm + " needs a secret, but the key is in PEM");
            assertThat(problem("\n " + pem, algorithm)).contains("but the key is in PEM");
        }
    }

    @Test
    void shouldRefuseKeysOfAnotherKind() {
        String rsa = pem("PUBLIC KEY", pair(RS256, "").getPublic());
        String ec = pem("PUBLIC KEY", pair(ES256, "").getPublic());
        String ed = pem("PUBLIC KEY", pair(EDDSA, "").getPublic());

        assertThat(problem(rsa, ES256)).contains("is for [RS256, RS384, RS512, PS256, PS384, PS512]", "is ES256");
        assertThat(problem(ec, ES384)).contains("is for [ES256], but the algorithm is ES384");
        assertThat(problem(ed, RS256)).contains("is for [EdDSA], but the algorithm is RS256");
        assertThat(problem(Tokens.SECRET, PS512)).contains("must be one public key or certificate in PEM");
    }

    @Test
    void shouldRefuseKeysThatAreTooWeakOrUnknown() throws GeneralSecurityException {
        String rsa = pem("PUBLIC KEY", Tokens.generated("RSA", 1024).getPublic());
        String dsa = pem("PUBLIC KEY", Tokens.generated("DSA", 1024).getPublic());
        String ed448 = pem(
                "PUBLIC KEY",
                KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic());

        assertThat(problem(rsa, RS256)).contains("RSA key of 1024 bits; it needs 2048");
        assertThat(problem(dsa, RS256)).contains("cannot be read as a PUBLIC KEY");
        assertThat(problem(ed448, EDDSA)).contains("cannot be read as a PUBLIC KEY");
    }

    @Test
    void shouldRefusePrivateKeysWithoutTellingThem() {
        String pem = pem("PRIVATE KEY", pair(RS256, "").getPrivate());

        assertThat(problem(pem, RS256)).contains("is a PRIVATE KEY", "openssl pkey -pubout");
        assertThat(problem(pem, HS256)).contains("but the key is in PEM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\nAAAA\n-----END"
                        + " PUBLIC KEY-----",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA user@host"
            })
    void shouldRefuseWhatIsNotOneKey(String text) {
        assertThat(problem(text, RS256)).startsWith("auth.jwt.publisher.key: ");
    }

    @Property(tries = 200)
    void shouldRefuseAnyTextAsAPublicKey(@ForAll String text) {
        if (!text.isEmpty()) {
            problem(text, ES256);
            problem("-----BEGIN PUBLIC KEY-----\n" + Tokens.encode(text) + "\n-----END PUBLIC KEY-----", ES256);
        }
    }

    /** What an operator is told; it names the key, and does not quote it. */
    private static String problem(String key, JwtAlgorithm algorithm) {
        ConfigException problem =
                catchThrowableOfType(ConfigException.class, () -> verifier(new JwtKeyConfig(key, algorithm)));
        assertThat(problem).isNotNull();
        assertThat(problem.key()).isEqualTo("auth.jwt.publisher.key");
        String message = String.valueOf(problem.getMessage());
        if (!key.startsWith("file:")) {
            key.lines()
                    .filter(line -> line.length() > 20 && !line.contains("-----"))
                    .forEach(line -> assertThat(message).doesNotContain(line.substring(0, 10)));
        }
        return message;
    }
}
