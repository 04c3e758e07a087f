package io.trunkline.benchmarks.startup;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A unary method of texts. */
final class GrpcTexts implements MethodDescriptor.Marshaller<String> {
    static final String SERVICE = "Texts";

    private GrpcTexts() {}

    static MethodDescriptor<String, String> echo() {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "echo"))
                .setRequestMarshaller(new GrpcTexts())
                .setResponseMarshaller(new GrpcTexts())
                .build();
    }

    @Override
    public InputStream stream(String value) {
        return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
