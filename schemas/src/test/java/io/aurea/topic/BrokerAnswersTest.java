package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
    void shouldGiveTheAnswersAboutEach() {
        assertThat(answers.await(Map.of("one", KafkaFuture.completedFuture(1), "two", KafkaFuture.completedFuture(2))))
                .isEqualTo(Map.of("one", 1, "two", 2));
    }

    @Test
    void shouldSayWhatIsDenied() {
        TopicAuthorizationException denied = new TopicAuthorizationException("Authorization failed.");

        assertThatThrownBy(() -> answers.await(Map.of("topic aurea.goals", CompletableFuture.failedFuture(denied))))
                .isInstanceOf(AuthorizationException.class)
                .hasMessage("topic aurea.goals: Authorization failed.")
                .hasCause(denied);
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
