package io.trunkline.transport.internal.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Sets the order of groups where the JDK can ({@code SSLParameters.setNamedGroups}, since 20); else does nothing. */
final class GroupOrder {
    private static final @Nullable Method SETTER = setter();

    private GroupOrder() {}

    private static @Nullable Method setter() {
        try {
            return SSLParameters.class.getMethod("setNamedGroups", String[].class);
        } catch (NoSuchMethodException e) {
            return null; // JDK 17 to 19: HandshakeConstraints chooses, the JDK orders.
        }
    }

    static void set(SSLParameters parameters, List<String> groups) {
        if (SETTER == null) {
            return;
        }
        try {
            SETTER.invoke(parameters, (Object) groups.toArray(String[]::new));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("SSLParameters.setNamedGroups failed", e);
        }
    }
}
