package io.ssegateway;

import io.ssegateway.auth.SecretText;
import io.ssegateway.auth.TokenVerifiers;
import io.ssegateway.auth.webhook.Webhook;
import io.ssegateway.cluster.NodeIds;
import io.ssegateway.config.ConfigException;
import io.ssegateway.config.GatewayConfig;
import io.ssegateway.config.LimitsConfig;
import io.ssegateway.config.ManagementConfig;
import io.ssegateway.config.ServerConfig;
import io.ssegateway.endpoint.TokenAuthenticator;
import io.ssegateway.http.CrossSite;
import io.ssegateway.server.DescriptorBudget;
import io.ssegateway.server.EventLoops;
import io.ssegateway.server.Listener;
import io.ssegateway.server.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The part of a start before it opens the log, binds or connects. It finds all errors of a configuration that can be
 * found on this machine. A start needs its result, and {@code --check-config} runs only this, so that the two cannot
 * differ.
 *
 * @param config the configuration
 * @param nodeId this gateway's name
 * @param tokens finds and checks requests' tokens, with keys that are read
 * @param webhook the operator's own service
 * @param managementToken the token that management requires; empty for none
 * @param transport the transport of sockets
 * @param descriptors how many connections of each kind may be open
 */
record Preparation(
        GatewayConfig config,
        String nodeId,
        TokenAuthenticator tokens,
        Optional<Webhook> webhook,
        String managementToken,
        Transport transport,
        DescriptorBudget descriptors) {

    /**
     * Prepares a start. Creates, locks and changes no file.
     *
     * @throws ConfigException if the configuration cannot work, or the machine cannot do what it asks for
     * @throws IOException if the name of a host to listen on is unknown, with a message that names the key
     */
    static Preparation of(GatewayConfig config) throws IOException {
        TokenAuthenticator tokens = new TokenAuthenticator(
                config.auth(),
                config.cors(),
                TokenVerifiers.of(config.auth().jwt(), config.limits().requestTimeout()),
                new CrossSite(config.server().hosts()));
        String managementToken = managementToken(config.management());
        checkAddresses(config.server(), config.management());
        EventLogs.check(config.log());
        LimitsConfig limits = config.limits();
        Optional<Webhook> webhook = Webhook.of(config.auth().webhook());
        DescriptorBudget descriptors = DescriptorBudget.of(
                limits, EventLoops.count(config.transport()), webhook.isPresent() ? Webhook.MAX_CALLS : 0);
        Preparation preparation = new Preparation(
                config,
                NodeIds.of(config.node().id()),
                tokens,
                webhook,
                managementToken,
                Transport.of(config.transport().type()),
                descriptors);
        StartWarnings.log(config);
        StartWarnings.log(limits, descriptors);
        return preparation;
    }

    private static String managementToken(ManagementConfig config) {
        if (config.token().isEmpty()) {
            return "";
        }
        String token = SecretText.read("management.token", config.token());
        ManagementConfig.checkToken(token);
        return token;
    }

    private static void checkAddresses(ServerConfig server, ManagementConfig management) throws IOException {
        InetSocketAddress streams = Listener.address("server.host", server.host(), server.port());
        InetSocketAddress operators = Listener.address("management.host", management.host(), management.port());
        if (streams.getPort() != 0 && streams.equals(operators)) {
            throw new ConfigException(
                    "management.port",
                    "must differ from server.port, but both are " + server.port() + " on the same host");
        }
    }
}
