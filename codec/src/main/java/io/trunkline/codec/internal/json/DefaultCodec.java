package io.trunkline.codec.internal.json;

import io.trunkline.PayloadCodec;
import java.util.ServiceLoader;

/**
 * Finds the codec of this process once: the first that {@link ServiceLoader} offers, else JSON.
 *
 * <p>Thread-safe.
 */
public final class DefaultCodec {
    private static final PayloadCodec CODEC = find();

    private DefaultCodec() {}

    // The library's own class loader, not the thread's: the answer must not depend on which thread asks first.
    private static PayloadCodec find() {
        return ServiceLoader.load(PayloadCodec.class, PayloadCodec.class.getClassLoader())
                .findFirst()
                .orElseGet(JacksonCodec::new);
    }

    /**
     * Gives the codec.
     *
     * @return always the same one
     */
    public static PayloadCodec get() {
        return CODEC;
    }
}
