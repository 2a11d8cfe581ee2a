package io.aurea.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class WireFormatTest {

    @Test
    void shouldBeAZeroByteAndABigEndianId() {
        byte[] value = {9, 9, 9, 9, 9, 42};

        WireFormat.writeHeader(value, 0x01020384);

        assertThat(value).containsExactly(0, 1, 2, 3, 0x84, 42);
    }

    @Property
    void shouldReadTheIdThatWasWritten(@ForAll int id, @ForAll @IntRange(max = 9) int offset) {
        byte[] header = new byte[WireFormat.HEADER_LENGTH];
        WireFormat.writeHeader(header, id);
        byte[] surrounded = new byte[20];
        System.arraycopy(header, 0, surrounded, offset, header.length);

        assertThat(WireFormat.schemaId(header)).isEqualTo(id);
        assertThat(WireFormat.schemaId(surrounded, offset, header.length)).isEqualTo(id);
    }

    @Property
    void shouldRefuseFewerBytesThanAHeaderHas(@ForAll @IntRange(max = 4) int length) {
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[length]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("at least 5 bytes, this one has " + length);
    }

    @Property
    void shouldRefuseAnotherFirstByte(@ForAll @ByteRange(min = 1) byte magic) {
        assertThatThrownBy(() -> WireFormat.schemaId(new byte[] {magic, 0, 0, 0, 1, 2}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("begins with byte 0, this one with " + magic);
    }
}
