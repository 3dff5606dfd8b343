package lupuscds.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;

/** What the validator knows: R4 itself, the definitions of the project, terminology. */
final class Definitions {

    private final FhirContext fhir;
    private final PrePopulatedValidationSupport own;
    private final List<StructureDefinition> structures = new ArrayList<>();
    private final Map<String, String> fileOfCanonical = new HashMap<>();
    private final List<Finding> problems = new ArrayList<>();

    Definitions(FhirContext fhir) {
        this.fhir = fhir;
        this.own = new PrePopulatedValidationSupport(fhir);
    }

    void addAll(Path folder) throws IOException {
        for (JsonFiles.JsonFile file : JsonFiles.under(folder)) {
            if (file.isFhir()) {
                add(file);
            }
        }
    }

    /** Definitions that cannot be read, and canonical addresses that two files claim. */
    List<Finding> problems() {
        return problems;
    }

    int count() {
        return fileOfCanonical.size();
    }

    List<StructureDefinition> structures() {
        return structures;
    }

    IValidationSupport with(OutsideCodeSystems outside) {
        return new ValidationSupportChain(
                new DefaultProfileValidationSupport(fhir),
                own,
                new CommonCodeSystemsTerminologyService(fhir),
                new InMemoryTerminologyServerValidationSupport(fhir),
                new SnapshotGeneratingValidationSupport(fhir),
                outside);
    }

    private void add(JsonFiles.JsonFile file) {
        IBaseResource resource;
        try {
            resource = fhir.newJsonParser().parseResource(file.text());
        } catch (DataFormatException unreadable) {
            problems.add(Finding.error(file.name(), "", "unreadable", unreadable.getMessage()));
            return;
        }
        if (!(resource instanceof MetadataResource definition) || !definition.hasUrl()) {
            return;
        }
        String other = fileOfCanonical.putIfAbsent(definition.getUrl(), file.name());
        if (other != null) {
            String message = definition.getUrl() + " is also defined by " + other;
            problems.add(Finding.error(file.name(), "url", "defined-twice", message));
            return;
        }
        own.addResource(definition);
        if (definition instanceof StructureDefinition structure) {
            structures.add(structure);
        }
    }
}
