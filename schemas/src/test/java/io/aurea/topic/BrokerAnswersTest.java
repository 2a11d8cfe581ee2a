package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

class BrokerAnswersTest {

    private final BrokerAnswers answers = new BrokerAnswers(Duration.ofMillis(20));

    @Test
    void shouldGiveTheAnswer() {
        assertThat(answers.<String>await(KafkaFuture.completedFuture("yes"))).isEqualTo("yes");
    }

    @Test
    void shouldThrowWhatTheClientThrew() {
        TopicExistsException exists = new TopicExistsException("it is there");

        assertThatThrownBy(() -> answers.await(CompletableFuture.failedFuture(exists)))
                .isSameAs(exists);
    }

    @Test
    void shouldMakeAFailureOfKafkasOutOfAnyOther() {
        IOException broken = new IOException("broken");

        assertThatThrownBy(() -> answers.await(CompletableFuture.failedFuture(broken)))
                .isInstanceOf(KafkaException.class)
                .hasCause(broken);
    }

    @Test
    void shouldNotWaitForLongerThanItsLimit() {
        assertThatThrownBy(() -> answers.await(new CompletableFuture<>()))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("no answer from the brokers within 20 ms");
    }

    @Test
    void shouldLeaveAnInterruptedThreadInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> answers.await(new CompletableFuture<>())).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
