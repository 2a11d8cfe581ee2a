package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.registry.CompatibilityLevel;
import io.aurea.registry.InMemoryRegistry;
import io.aurea.registry.SubjectNameStrategy;
import org.junit.jupiter.api.Test;

class SchemaCatalogueTest {

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final SchemaCatalogue catalogue = new SchemaCatalogue(registry, SubjectNameStrategy.TOPIC_NAME);

    @Test
    void shouldRegisterEachAvroTopicOnceWithItsCompatibility() {
        assertThat(catalogue.registerAll())
                .hasSize(30)
                .startsWith(
                        "subject aurea.observations-value: registered io.aurea.schema.Observation as id 1",
                        "subject aurea.observations-value: compatibility FULL_TRANSITIVE instead of the registry's default");

        assertThat(catalogue.registerAll()).isEmpty();
        assertThat(registry.compatibility("aurea.dead-letters-value")).isEmpty();
    }

    @Test
    void shouldRepairACompatibilityThatSomebodyLoosened() {
        catalogue.registerAll();
        registry.setCompatibility("aurea.goals-value", CompatibilityLevel.NONE);

        assertThat(catalogue.registerAll())
                .containsExactly("subject aurea.goals-value: compatibility FULL_TRANSITIVE instead of NONE");
    }

    @Test
    void shouldTellWhatTheRegistryLacks() {
        assertThat(catalogue.differences())
                .hasSize(30)
                .startsWith(
                        "Subject aurea.observations-value lacks this version of io.aurea.schema.Observation",
                        "Subject aurea.observations-value has compatibility the registry's default, not FULL_TRANSITIVE");

        catalogue.registerAll();
        assertThat(catalogue.differences()).isEmpty();
        registry.setCompatibility("aurea.goals-value", CompatibilityLevel.NONE);
        assertThat(catalogue.differences())
                .containsExactly("Subject aurea.goals-value has compatibility NONE, not FULL_TRANSITIVE");
    }
}
