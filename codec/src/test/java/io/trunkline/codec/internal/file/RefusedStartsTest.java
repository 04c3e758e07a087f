package io.trunkline.codec.internal.file;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that are refused before a byte of them is written. */
class RefusedStartsTest extends ReceivingFixture {
    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/x", "C:\\x", "..\\x", "....//x", "%2e%2e/x", "\uFF0E\uFF0E"})
    void row81NamesThatLeaveTheDirectoryAreRefusedAndNothingIsCreated(String name) {
        receive(start("t", name, 5, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\r", "a\n", "", ".", "..", ".x", " x", "CON", "-rf"})
    void row82NamesThatMeanSomethingElseAreRefused(String name) {
        receive(start("t", name, 5, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_NAME);
    }

    @ParameterizedTest
    @CsvSource({"BAD_NAME", "STORAGE", "LIMIT_EXCEEDED"})
    void row83AndRow90WhatTheDirectoryRefusesIsAnswered(TransferFault fault) {
        disk.automatic = false;
        receive(start("t", "link", 5, 5));
        disk.opened.get(0).fail(fault);
        disk.opened.get(0).accept(0);

        assertFailed("t", fault);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, MAX_FILE + 1, Long.MAX_VALUE})
    void row84SizesOutOfRangeAreRefusedBeforeAnyWrite(long size) {
        receive(start("t", "f", size, 5));

        assertThat(disk.opened).isEmpty();
        assertFailed("t", TransferFault.BAD_SIZE);
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        receive(start("t", "f", MAX_FILE, 5));

        assertThat(disk.opened).hasSize(1);
    }

    @Test
    void chunkSizesAreOneToTheLimit() {
        receive(start("a", "f", 5, 0));
        receive(start("b", "f", 5, 101));
        receive(start("c", "f", 5, -1));
        assertThat(disk.takeReplies())
                .containsExactly(
                        TransferFault.INVALID_REQUEST.about("a"),
                        TransferFault.INVALID_REQUEST.about("b"),
                        TransferFault.INVALID_REQUEST.about("c"));

        receive(start("d", "f", 5, 1));
        receive(start("e", "f", 5, 100));
        assertThat(transfers.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2cf2", "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824"})
    void digestsAre64LowerCaseHexDigits(String sha256) {
        receive(hashed(sha256));

        assertFailed("t", TransferFault.INVALID_REQUEST);
    }

    @Test
    void row88OfTwoUploadsOfOneNameOneWinsWholeAndTheOtherGetsConflict() {
        receive(start("a", "f", 5, 5));
        receive(start("b", "f", 5, 5));
        chunk("a", 0, "aaaaa");
        chunk("b", 0, "bbbbb");
        end("b");
        end("a");

        assertThat(disk.takeReplies()).endsWith(TransferFault.CONFLICT.about("a"));
        assertThat(disk.files.get("f")).asString(StandardCharsets.US_ASCII).isEqualTo("bbbbb");
        assertThat(disk.temporary).isEmpty();
    }

    @Test
    void aStartForAnOpenIdIsAConflictAndTheOpenTransferGoesOn() {
        receive(start("t", "f", 5, 5));
        receive(start("t", "g", 7, 7));
        assertThat(disk.takeReplies()).endsWith(TransferFault.CONFLICT.about("t"));

        chunk("t", 0, "hello");
        end("t");
        assertThat(disk.files).containsOnlyKeys("f");
    }
}
