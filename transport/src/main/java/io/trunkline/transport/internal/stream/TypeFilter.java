package io.trunkline.transport.internal.stream;

/** A {@link io.trunkline.transport.StreamHandler} that can tell which streams it would refuse, before a worker is asked for. */
public interface TypeFilter {
    /** The reason of the refusal. */
    String UNKNOWN_TYPE = "UNKNOWN_TYPE";

    /** Whether streams of this type have a handler; quick, and asked on the loop. */
    boolean accepts(String type);
}
