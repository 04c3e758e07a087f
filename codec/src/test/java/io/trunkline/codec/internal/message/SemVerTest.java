package io.trunkline.codec.internal.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SemVerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0",
                "1.0.0",
                "10.20.30",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-0.3.7",
                "1.0.0-x-y.z",
                "1.0.0-01a",
                "1.0.0+001",
                "1.0.0-a+b.c",
                "1.0.0--",
                "1.0.0-0",
                "9999999999999999.0.0"
            })
    void aSemanticVersionIsTaken(String version) {
        assertThat(SemVer.parse(version).text()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "v1.0.0",
                "01.0.0",
                "1.00.0",
                "1.0.0-",
                "1.0.0.0",
                "1.0.0-01",
                "1.0.0-a..b",
                "1.0.0+",
                "1.0.0+a+b",
                "1.0.0 ",
                "-1.0.0",
                "1.0.0-\u00e9",
                "\u0661.0.0",
                "1.0.0-abcdefghijklmno"
            })
    void anythingElseIsRefused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SemVer.parse(version))
                .withMessageStartingWith("a semantic version of at most 20 characters");
    }

    @Test
    void aVersionHasAtMost20Characters() {
        assertThat(SemVer.parse("1.0.0-abcdefghijklmn").text()).hasSize(20);
        assertThatIllegalArgumentException().isThrownBy(() -> SemVer.parse("1.0.0-abcdefghijklmno"));
    }

    @ParameterizedTest(name = "a route of {0} takes {1}: {2}")
    @CsvSource({
        "1.0.0, 1.0.0, true",
        "1.0.0, 1.9.3, true",
        "1.5.0, 1.0.0-rc.1, true",
        "1.0.0, 2.0.0, false",
        "1.0.0, 0.1.0, false",
        "0.1.0, 0.1.9, true",
        "0.1.0, 0.2.0, false",
        "0.1.0, 1.1.0, false",
        "10.0.0, 1.0.0, false",
        "9999999999999999.0.0, 9999999999999998.0.0, false",
    })
    void aRouteTakesItsOwnMajorVersion(String route, String request, boolean accepts) {
        assertThat(SemVer.parse(route).accepts(SemVer.parse(request))).isEqualTo(accepts);
    }
}
