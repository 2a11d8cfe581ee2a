package io.aurea.learning;

import io.aurea.schema.Learning;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A learning before it has a number and a time.
 *
 * @param id unique within the tenant
 * @param details numbers behind it, as text
 */
record Lesson(
        String id,
        String category,
        String mistake,
        String lesson,
        String rootCause,
        boolean highImpact,
        String decisionId,
        String patternId,
        Map<String, String> details) {

    Learning toLearning(String tenant, long cycleNumber, long nowMs, long policyVersion) {
        return Learning.newBuilder()
                .setTenantId(tenant)
                .setLearningId(id)
                .setRevision(1)
                .setCycleNumber(cycleNumber)
                .setCategory(category)
                .setMistake(mistake)
                .setLesson(lesson)
                .setRootCause(rootCause)
                .setImpact(highImpact ? "high" : "medium")
                .setDecisionId(decisionId)
                .setPatternId(patternId)
                .setDetails(new TreeMap<>(details))
                .setCreatedAt(Instant.ofEpochMilli(nowMs))
                .setPolicyVersion(policyVersion)
                .build();
    }
}
