package io.aurea.schema;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Superclass of every generated record. Avro 1.12.2 refuses to load a class by the name a schema gives, even an enum of
 * its own generated code, unless the class is trusted; that breaks builders and readers alike. The trust can only be
 * kept in one global place, so it is given here, before any generated code can run, and for this package alone.
 */
public abstract class GeneratedRecord extends SpecificRecordBase {

    static {
        String trusted = GeneratedRecord.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(trusted)));
    }
}
