package io.trunkline.codec.vectors;

import io.trunkline.PayloadException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Compares the error of a bad body with what its case says: the reason, and the offset where the case has one. */
final class Rejections {
    private Rejections() {}

    static void check(VectorCase vector, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(PayloadException.class);
        PayloadException error = (PayloadException) thrown;
        assertThat(error.reason()).isEqualTo(vector.json().get("reason").stringValue());
        if (vector.json().has("offset")) {
            assertThat(error.offset()).isEqualTo(vector.json().get("offset").longValue());
        }
    }
}
