package io.ssegateway.config;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in words why a file cannot be used or another machine cannot be reached, where Java has the name of a class. */
public final class Reason {
    private static final int LONGEST_CHAIN = 16;

    /** The meaning of an exception class anywhere in a chain of causes; more specific ones come first. */
    private static final List<Map.Entry<Class<? extends Throwable>, String>> WORDS = List.of(
            Map.entry(NoSuchFileException.class, "there is no such file"),
            Map.entry(FileNotFoundException.class, "there is no such file"),
            Map.entry(AccessDeniedException.class, "the gateway's user lacks permission"),
            Map.entry(CharacterCodingException.class, "it is not UTF-8 text"),
            Map.entry(InvalidPathException.class, "this is not a valid file name"),
            Map.entry(UnknownHostException.class, "the host name is unknown"),
            Map.entry(UnresolvedAddressException.class, "the host name is unknown"),
            Map.entry(NoRouteToHostException.class, "there is no route to the host"),
            Map.entry(SocketTimeoutException.class, "no answer in time"),
            Map.entry(HttpTimeoutException.class, "no answer in time"),
            Map.entry(TimeoutException.class, "no answer in time"),
            Map.entry(ConnectException.class, "nothing listens there"),
            Map.entry(EOFException.class, "the connection was closed"),
            Map.entry(ClosedChannelException.class, "the connection was closed"));

    private Reason() {}

    /** The end of a sentence, without a class's name: "there is no such file", "nothing listens there". */
    public static String of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return WORDS.stream()
                .filter(words -> chain.stream()
                        .anyMatch(cause -> words.getKey().isInstance(cause) && isMeant(words.getKey(), cause)))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> tls(chain))
                .orElseGet(() -> message(chain));
    }

    /**
     * A machine that cannot be reached for another reason says so: only a refusal, and Java's silence, mean that
     * nothing listens.
     */
    private static boolean isMeant(Class<?> known, Throwable cause) {
        String message = cause.getMessage();
        return known != ConnectException.class
                || message == null
                || message.toLowerCase(Locale.ROOT).contains("refused");
    }

    private static Optional<String> tls(List<Throwable> chain) {
        return chain.stream()
                .filter(SSLException.class::isInstance)
                .findFirst()
                .map(cause -> "TLS fails: " + message(chain));
    }

    /** The innermost one: the outer ones say only that something has failed. */
    private static String message(List<Throwable> chain) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            Throwable cause = chain.get(i);
            // Its message begins with the file, which the sentence names already.
            String message = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
            if (message != null && !message.isBlank()) {
                return message.equals("Is a directory") ? "it is a folder" : message;
            }
        }
        return "it gave no reason";
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < LONGEST_CHAIN; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
