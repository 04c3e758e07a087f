package io.trunkline.server.apps;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The two functions that kn-sock's server has for a trial. Thread-safe: stateless. */
final class RpcExamples {
    private RpcExamples() {}

    /** Adds numbers, and puts texts one behind the other: a command line's arguments are texts. */
    static Object add(List<Object> params, Map<String, Object> kwargs) {
        require(params.size() == 2 && kwargs.isEmpty(), "add takes two arguments");
        Object left = params.get(0);
        Object right = params.get(1);
        if (left instanceof String first && right instanceof String second) {
            return first + second;
        }
        require(left instanceof Number && right instanceof Number, "add takes two numbers, or two texts");
        if (isInteger(left) && isInteger(right)) {
            return new BigInteger(left.toString()).add(new BigInteger(right.toString()));
        }
        return new BigDecimal(left.toString()).add(new BigDecimal(right.toString()));
    }

    private static boolean isInteger(Object number) {
        return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    }

    static Object echo(List<Object> params, Map<String, Object> kwargs) {
        require(params.size() == 1 && kwargs.isEmpty(), "echo takes one argument");
        return params.get(0);
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new ReplyException(ErrorCode.INVALID_REQUEST, rule);
        }
    }
}
