package io.trunkline.benchmarks.macro.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.trunkline.benchmarks.macro.json.Work;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The methods of the one service. */
final class GrpcEcho {
    static final String SERVICE = "Echo";

    private GrpcEcho() {}

    /** One answer to one request. */
    static <T> MethodDescriptor<T, T> echo(Work<T> work) {
        return method(MethodDescriptor.MethodType.UNARY, "echo", work);
    }

    /** Events without end, once asked. */
    static <T> MethodDescriptor<T, T> events(Work<T> work) {
        return method(MethodDescriptor.MethodType.SERVER_STREAMING, "events", work);
    }

    /** Events for everybody who has asked for events. */
    static <T> MethodDescriptor<T, T> publish(Work<T> work) {
        return method(MethodDescriptor.MethodType.CLIENT_STREAMING, "publish", work);
    }

    private static <T> MethodDescriptor<T, T> method(MethodDescriptor.MethodType type, String name, Work<T> work) {
        return MethodDescriptor.<T, T>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Marshaller<>(work))
                .setResponseMarshaller(new Marshaller<>(work))
                .build();
    }

    private record Marshaller<T>(Work<T> work) implements MethodDescriptor.Marshaller<T> {
        @Override
        public InputStream stream(T value) {
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream(512);
                work.write(value, out);
                return new Known(out.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public T parse(InputStream stream) {
            try {
                byte[] bytes = new byte[stream.available()];
                int count = stream.readNBytes(bytes, 0, bytes.length);
                return work.read(bytes, 0, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Known extends ByteArrayInputStream implements KnownLength {
        Known(byte[] bytes) {
            super(bytes);
        }
    }
}
