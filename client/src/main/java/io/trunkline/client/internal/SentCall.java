package io.trunkline.client.internal;

import java.util.concurrent.CancellationException;

/**
 * One sending of a call that may be sent again.
 *
 * <p>Thread-safe.
 */
final class SentCall<R> extends PendingCall<R> {
    private final PatientCall<R> patient;

    SentCall(PatientCall<R> patient, Calls calls, CallTerms<R> terms, long idHigh, long idLow) {
        super(calls, terms, idHigh, idLow);
        this.patient = patient;
    }

    @Override
    void settled(Outcome<R> end) {
        patient.ended(this, end);
    }

    /** Gives it up unless it has ended. */
    void abandon() {
        if (outcome() == null) {
            withdraw();
            giveUp(new CancellationException("the caller has given up '" + terms().topic() + "'"));
        }
    }
}
