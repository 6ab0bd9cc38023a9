package io.ssegateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * SIGHUP: a closing terminal sends it, and operators send it to make a daemon reload its configuration. The JVM would
 * stop; a gateway keeps its streams.
 */
final class Hangup {
    private static final Logger LOG = LogManager.getLogger();

    private Hangup() {}

    /** From now on the signal only writes a log line. If it was ignored before, by nohup, it stays ignored. */
    static void ignore() {
        try {
            // By name: the compiler warns about each use of the only class for signals, and the warning cannot be
            // switched off.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object note = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            note();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), note);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            LOG.debug(
                    "SIGHUP cannot be ignored here",
                    e); // Where there is no such signal, or the JVM was told to leave signals alone.
        }
    }

    private static void note() {
        LOG.info(
                "SIGHUP does not stop the gateway, and does not reload its configuration; restart it to apply changes");
    }
}
