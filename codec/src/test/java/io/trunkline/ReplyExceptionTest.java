package io.trunkline;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplyExceptionTest {
    @Test
    void aThrownOneIsAnsweredAndCarriesWhatItWasGiven() {
        ReplyException e = new ReplyException(ErrorCode.FORBIDDEN, "not yours", Map.of("owner", "bob"));
        assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(e.text()).isEqualTo("not yours");
        assertThat(e).hasMessage("FORBIDDEN: not yours");
        assertThat(e.details()).containsExactly(Map.entry("owner", "bob"));
        assertThat(e.delivery()).isEqualTo(Delivery.ANSWERED);
        assertThat(e.isReceived()).isFalse();
    }

    @Test
    void detailsAreACopyThatNobodyChanges() {
        Map<String, Object> details = new HashMap<>(Map.of("a", 1));
        ReplyException e = new ReplyException(ErrorCode.FORBIDDEN, "m", details);
        details.put("b", 2);
        assertThat(e.details()).containsOnlyKeys("a");
        assertThatThrownBy(() -> e.details().put("c", 3)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aReceivedOneIsForwardedOnPurposeOnly() {
        ReplyException received = ReplyException.received(ErrorCode.UNAUTHORIZED, "who?", Map.of("k", "v"));
        ReplyException forwarded = received.forward();
        assertThat(received.isReceived()).isTrue();
        assertThat(forwarded.isReceived()).isFalse();
        assertThat(forwarded.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(forwarded.text()).isEqualTo("who?");
        assertThat(forwarded.details()).isEqualTo(received.details());
        assertThat(forwarded).hasCause(received);
    }

    @ParameterizedTest(name = "{0} executed {1}: {2}")
    @CsvSource({
        "SERVICE_UNAVAILABLE, no, true",
        "SERVICE_UNAVAILABLE, maybe, false",
        "SERVICE_UNAVAILABLE, , false",
        "SERVICE_UNAVAILABLE, yes, false",
        "TIMEOUT, no, true",
        "TIMEOUT, , false",
        "NO_ROUTE_FOUND, , true",
        "RATE_LIMITED, , true",
        "RATE_LIMITED, maybe, true",
        "INTERNAL_ERROR, no, false",
        "INVALID_REQUEST, no, false",
        "OUT_OF_STOCK, no, false",
    })
    void codeAndDetailsTellWhetherToRetry(String code, @Nullable String executed, boolean retryable) {
        Map<String, Object> details = executed == null ? Map.of() : Map.of("executed", executed);
        assertThat(ReplyException.received(ErrorCode.of(code), "m", details).isRetryable())
                .isEqualTo(retryable);
    }

    @Test
    void codesAreAnOpenSetEqualByName() {
        assertThat(ErrorCode.of("FORBIDDEN")).isSameAs(ErrorCode.FORBIDDEN);
        assertThat(ErrorCode.of("MINE")).isEqualTo(ErrorCode.of("MINE")).hasSameHashCodeAs(ErrorCode.of("MINE"));
        assertThat(ErrorCode.of("MINE")).isNotEqualTo(ErrorCode.of("YOURS")).hasToString("MINE");
        assertThat(ErrorCode.of("x".repeat(200)).name()).hasSize(200);
        for (String name : new String[] {"", "x".repeat(201), "a\nb"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ErrorCode.of(name));
        }
    }

    @Test
    void aBadFrameMayHaveCostAnAnswerAndABadPayloadWasNotSentUnlessItWasOne() {
        assertThat(new FrameException("R", "m", 3).delivery()).isEqualTo(Delivery.MAYBE_SENT);
        PayloadException unsent = new PayloadException("R", "m", 3, new IOException("c"));
        PayloadException answered = unsent.answered();
        assertThat(unsent.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(answered.delivery()).isEqualTo(Delivery.ANSWERED);
        assertThat(answered).hasMessage(unsent.getMessage()).hasCause(unsent.getCause());
        assertThat(answered.reason()).isEqualTo("R");
        assertThat(answered.offset()).isEqualTo(3);
        assertThat(answered.isRetryable()).isFalse();
    }

    @Test
    @Tag("feature-107")
    void theOtherLeavesAnswerTheSameQuestion() {
        assertThat(new QueueFullException("outbound bytes", 10, 11))
                .hasMessage("outbound bytes (limit 10, actual 11)")
                .matches(TrunklineException::isRetryable);
        assertThat(new ClosedException("closed", Delivery.NOT_SENT).isRetryable())
                .isFalse();
        assertThat(new RequestInterruptedException("m", Delivery.MAYBE_SENT).isRetryable())
                .isFalse();
        RequestTimeoutException late = new RequestTimeoutException("m", Duration.ofSeconds(5), Delivery.NOT_SENT);
        assertThat(late.isRetryable()).isTrue();
        assertThat(late.timeout()).hasSeconds(5);
        assertThat(new TransferException("STORAGE", "disk full", Delivery.ANSWERED).isRetryable())
                .isTrue();
        assertThat(new TransferException("BAD_NAME", "no", Delivery.ANSWERED).isRetryable())
                .isFalse();
    }
}
