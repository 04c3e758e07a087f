package io.trunkline.codec.internal.json;

import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;

/**
 * Calls the codec's two methods so that the JIT compiles them on their own, whoever calls them.
 *
 * <pre>{@code
 * loop ─▶ read ─▶ frame ─▶ message ─▶ route ─▶ … ─▶ codec ║ ─▶ parser ─▶ token ─▶ text ─▶ …
 * 1       2       3        4          5             13    ║ 1     2        3       4
 * }</pre>
 *
 * <p>C2 inlines calls fifteen deep and leaves what lies deeper to be called, one small method at a time. JSON begins that
 * deep within a connection's turn, so that limit would fall into the midst of it, at whichever method the order of compilation
 * happens to bring there: the same program answered 480,000 requests a second in one JVM and 650,000 in the next. Here the
 * count starts anew. A handle that is no constant is a call that cannot be inlined, of a few nanoseconds.
 *
 * <p>Immutable; thread-safe.
 */
final class CompiledApart {
    // Neither static nor of a record: the JIT would take the handles for constants, see the methods, and inline them.
    private final MethodHandle write;
    private final MethodHandle read;

    CompiledApart() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            write = lookup.findVirtual(
                    JacksonCodec.class, "write", MethodType.methodType(void.class, Object.class, OutputStream.class));
            read = lookup.findVirtual(
                    JacksonCodec.class,
                    "read",
                    MethodType.methodType(Object.class, byte[].class, int.class, int.class, Type.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void encode(JacksonCodec codec, Object value, OutputStream out) {
        try {
            write.invokeExact(codec, value, out);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    Object decode(JacksonCodec codec, byte[] bytes, int offset, int length, Type type) {
        try {
            return (Object) read.invokeExact(codec, bytes, offset, length, type);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** The two declare nothing that would have to be checked. */
    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
}
