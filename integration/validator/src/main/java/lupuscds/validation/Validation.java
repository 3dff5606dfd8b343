package lupuscds.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ValidationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/** Validates files against R4, the profiles they claim, and those of the project's that are about them. */
final class Validation {

    private final FhirValidator validator;
    private final ListedCodes listed;
    private final Map<String, Integer> byProfile = new ConcurrentSkipListMap<>();
    private final Profiles profiles;

    Validation(FhirContext fhir, IValidationSupport known, Profiles profiles) {
        this.profiles = profiles;
        this.listed = new ListedCodes(known);
        FhirInstanceValidator module = new FhirInstanceValidator(known);
        module.setErrorForUnknownProfiles(true);
        module.setAnyExtensionsAllowed(false);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        this.validator = fhir.newValidator().registerValidatorModule(module);
    }

    List<Finding> validate(JsonFiles.JsonFile file) {
        List<Finding> findings = new ArrayList<>(run(file));
        findings.addAll(listed.validate(file));
        for (JsonFiles.JsonFile resource : file.entries()) {
            // Against R4 it was validated as a part of the Bundle.
            if (!profiles.about(resource).isEmpty()) {
                findings.addAll(run(resource));
            }
        }
        return findings;
    }

    /** Profile to number of resources that were held against it. */
    Map<String, Integer> byProfile() {
        return byProfile;
    }

    /** Counts from nothing again: what came before was a test of the validator. */
    void forget() {
        byProfile.clear();
    }

    private List<Finding> run(JsonFiles.JsonFile file) {
        ValidationOptions options = new ValidationOptions();
        for (String profile : profiles.about(file)) {
            options.addProfile(profile);
            byProfile.merge(profile, 1, Integer::sum);
        }
        return validator.validateWithResult(file.text(), options).getMessages().stream()
                .map(message -> Finding.of(file.name(), message))
                .toList();
    }
}
