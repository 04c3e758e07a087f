package io.trunkline.client.internal;

/**
 * What a client is called in the broker's list of services.
 *
 * <p>Immutable.
 *
 * @param name at most 36 characters
 * @param description at most 1,024 characters
 */
record ServiceName(String name, String description) {}
