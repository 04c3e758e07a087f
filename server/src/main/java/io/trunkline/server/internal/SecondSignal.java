package io.trunkline.server.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the signal that asks a JVM which is ending already to end at once.
 *
 * <p>The JDK ignores it, and has no supported way to be told of it: so {@code sun.misc.Signal}, by reflection, which every JDK from
 * 17 on has in {@code jdk.unsupported}. Where it is missing, or the JVM keeps signals to itself ({@code -Xrs}), a second signal
 * has no effect, as before.
 */
public final class SecondSignal {
    private static final Logger LOG = LoggerFactory.getLogger(SecondSignal.class);

    /** What a supervisor sends, and what a keyboard does. */
    private static final List<String> SIGNALS = List.of("TERM", "INT");

    private SecondSignal() {}

    /**
     * Has an action run for each signal from now on; to be called when the first has come, whose work this would else undo.
     *
     * @param action quick; runs on a thread of the JVM's
     */
    public static void onNext(Runnable action) {
        for (String name : SIGNALS) {
            try {
                handle(name, action);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                LOG.debug("event=no-second-signal signal={}", name, e);
            }
        }
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object calling =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        try {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the JVM keeps SIG" + name + " to itself", e);
        }
    }
}
