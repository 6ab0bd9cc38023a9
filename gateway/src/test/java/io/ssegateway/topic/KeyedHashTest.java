package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that were chosen to have equal hash codes. */
class KeyedHashTest {
    private static final int BITS = 12;

    /** Names with the same {@link String#hashCode}. */
    private static List<String> equalByString() {
        return IntStream.range(0, 1 << BITS)
                .mapToObj(i -> {
                    StringBuilder name = new StringBuilder();
                    for (int bit = 0; bit < BITS; bit++) {
                        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                    }
                    return name.toString();
                })
                .toList();
    }

    @Test
    void shouldTellApartWhatStringsDoNot() {
        List<String> names = equalByString();
        assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);

        Set<Integer> topics = new HashSet<>();
        Set<Integer> templates = new HashSet<>();
        Set<Integer> interests = new HashSet<>();
        for (String name : names) {
            topics.add(TopicMatchers.of(name).hashCode());
            templates.add(TopicMatchers.of("/{x}/" + name).hashCode());
            interests.add(Interest.in(new Topic(name), new Topic("x")).hashCode());
        }
        // Some collide by chance; more than a few of 4,096 in 2^32 do not.
        assertThat(topics).hasSizeGreaterThan(names.size() - 10);
        assertThat(templates).hasSizeGreaterThan(names.size() - 10);
        assertThat(interests).hasSizeGreaterThan(names.size() - 10);
    }

    @Test
    void shouldSpreadOverTheBucketsOfATable() {
        Set<Integer> buckets = new HashSet<>();
        for (String name : equalByString()) {
            buckets.add(KeyedHash.of(name) & 0xff);
        }
        assertThat(buckets).hasSize(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "\uffff\uffff\uffff\uffff\uffff\uffff\uffff"})
    void shouldBeTheValueOfThePolynomial(String text) {
        BigInteger prime = BigInteger.TWO.pow(61).subtract(BigInteger.ONE);
        BigInteger point = BigInteger.valueOf(KeyedHash.POINT);
        BigInteger value = BigInteger.valueOf(text.length());
        for (int i = 0; i < text.length(); i += 3) {
            BigInteger coefficient = BigInteger.ZERO;
            for (char c : text.substring(i, Math.min(text.length(), i + 3)).toCharArray()) {
                coefficient = coefficient.shiftLeft(16).add(BigInteger.valueOf(c));
            }
            value = value.multiply(point).add(coefficient).mod(prime);
        }
        assertThat(KeyedHash.of(text))
                .isEqualTo(Long.hashCode(value.multiply(point).mod(prime).longValueExact()));
    }
}
