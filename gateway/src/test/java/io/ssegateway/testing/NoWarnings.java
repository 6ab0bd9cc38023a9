package io.ssegateway.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Fails a test during which anything is logged at WARN or above: from before its instance is made until what
 * {@link org.junit.jupiter.api.AutoClose} closes is closed.
 */
public final class NoWarnings implements TestInstancePreConstructCallback {
    private static final Namespace NAMESPACE = Namespace.create(NoWarnings.class);

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        // The store closes it, as the last thing of this test.
        context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(WarningLog.class, key -> WarningLog.expectNone(), WarningLog.class);
    }
}
