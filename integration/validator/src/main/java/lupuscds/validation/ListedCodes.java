package lupuscds.validation;

import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Looks up the codes that ValueSets and ConceptMaps list, which the validator itself leaves alone. */
final class ListedCodes {

    private final IValidationSupport known;
    private final ValidationSupportContext context;

    ListedCodes(IValidationSupport known) {
        this.known = known;
        this.context = new ValidationSupportContext(known);
    }

    List<Finding> validate(JsonFiles.JsonFile file) {
        List<Finding> findings = new ArrayList<>();
        switch (file.type()) {
            case "ValueSet" -> {
                for (String part : List.of("include", "exclude")) {
                    for (JsonNode set : file.tree().path("compose").path(part)) {
                        String system = set.path("system").asText();
                        check(file, "ValueSet.compose." + part, system, set.path("concept"), findings);
                    }
                }
            }
            case "ConceptMap" -> {
                for (JsonNode group : file.tree().path("group")) {
                    JsonNode sources = group.path("element");
                    check(file, "ConceptMap.group.element", group.path("source").asText(), sources, findings);
                    for (JsonNode source : sources) {
                        String system = group.path("target").asText();
                        check(file, "ConceptMap.group.element.target", system, source.path("target"), findings);
                    }
                }
            }
            default -> {
                // Codes of every other resource are the validator's own business.
            }
        }
        return findings;
    }

    private void check(
            JsonFiles.JsonFile file, String place, String system, JsonNode concepts, List<Finding> findings) {
        for (JsonNode concept : concepts) {
            String code = concept.path("code").asText("");
            if (!code.isEmpty() && !isKnown(system, code)) {
                findings.add(Finding.error(file.name(), place, "listed-code", system + " has no code " + code));
            }
        }
    }

    private boolean isKnown(String system, String code) {
        if (!known.isCodeSystemSupported(context, system)) {
            return false;
        }
        IValidationSupport.CodeValidationResult result =
                known.validateCode(context, new ConceptValidationOptions(), system, code, null, null);
        return result != null && result.isOk();
    }
}
