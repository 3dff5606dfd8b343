package lupuscds.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.LookupCodeRequest;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hl7.fhir.common.hapi.validation.support.BaseValidationSupport;

/**
 * Last in the chain: code systems that exist and whose content cannot be had here (SNOMED CT, LOINC,
 * ATC, ...). Their codes are taken on trust and counted; any other system nobody knows is an error.
 */
final class OutsideCodeSystems extends BaseValidationSupport {

    private final Set<String> systems;
    private final Map<String, Set<String>> trusted = new ConcurrentSkipListMap<>();

    OutsideCodeSystems(FhirContext fhir, Set<String> systems) {
        super(fhir);
        this.systems = systems;
    }

    @Override
    public boolean isCodeSystemSupported(ValidationSupportContext context, String system) {
        return system != null && !system.isBlank();
    }

    @Override
    public CodeValidationResult validateCode(
            ValidationSupportContext context,
            ConceptValidationOptions options,
            String system,
            String code,
            String display,
            String valueSet) {
        boolean inValueSet = valueSet != null && !valueSet.isBlank();
        if (code == null || system == null || inValueSet) {
            return null;
        }
        if (!systems.contains(system)) {
            return unknown(system, code);
        }
        trusted.computeIfAbsent(system, any -> ConcurrentHashMap.newKeySet()).add(code);
        return new CodeValidationResult().setCode(code).setDisplay(display);
    }

    /** Asked when a value set that lists codes of such a system is expanded. */
    @Override
    public LookupCodeResult lookupCode(ValidationSupportContext context, LookupCodeRequest asked) {
        if (!systems.contains(asked.getSystem())) {
            return null;
        }
        return new LookupCodeResult()
                .setFound(true)
                .setSearchedForSystem(asked.getSystem())
                .setSearchedForCode(asked.getCode());
    }

    private static CodeValidationResult unknown(String system, String code) {
        String message = "Unknown code system " + system + " of the code " + code;
        return new CodeValidationResult()
                .setSeverity(IssueSeverity.ERROR)
                .setMessage(message)
                .addIssue(new CodeValidationIssue(
                        message,
                        IssueSeverity.ERROR,
                        CodeValidationIssueCode.CODE_INVALID,
                        CodeValidationIssueCoding.INVALID_CODE));
    }

    /** Counts from nothing again: what came before was a test of the validator. */
    void forget() {
        trusted.clear();
    }

    /** System to number of different codes that were not checked. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        trusted.forEach((system, codes) -> counts.put(system, codes.size()));
        return counts;
    }
}
