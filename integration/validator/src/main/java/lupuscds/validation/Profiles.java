package lupuscds.validation;

import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations.BindingStrength;
import org.hl7.fhir.r4.model.StructureDefinition;

/** The project's own profiles, and which of them a resource has to keep, whether it claims them or not. */
final class Profiles {

    /** Of a type of resource; with {@code codes}, only of those whose code is in that value set. */
    private record Profile(String url, String type, String codes) {}

    private final List<Profile> profiles;
    private final IValidationSupport known;
    private final ValidationSupportContext context;

    Profiles(List<StructureDefinition> definitions, IValidationSupport known) {
        this.known = known;
        this.context = new ValidationSupportContext(known);
        this.profiles = definitions.stream()
                .filter(one -> one.getKind() == StructureDefinition.StructureDefinitionKind.RESOURCE)
                .map(one -> new Profile(one.getUrl(), one.getType(), requiredCodes(one)))
                .toList();
    }

    /** The addresses of the profiles that are about a resource. */
    List<String> about(JsonFiles.JsonFile resource) {
        return profiles.stream()
                .filter(profile -> profile.type().equals(resource.type()))
                .filter(profile -> profile.codes().isEmpty() || hasCodeOf(profile.codes(), resource))
                .map(Profile::url)
                .toList();
    }

    private boolean hasCodeOf(String valueSet, JsonFiles.JsonFile resource) {
        IBaseResource codes = known.fetchValueSet(valueSet);
        if (codes == null) {
            throw new IllegalStateException("a profile names the value set " + valueSet + ", which is not there");
        }
        for (JsonNode coding : resource.tree().path("code").path("coding")) {
            IValidationSupport.CodeValidationResult result = known.validateCodeInValueSet(
                    context,
                    new ConceptValidationOptions(),
                    coding.path("system").asText(),
                    coding.path("code").asText(),
                    null,
                    codes);
            if (result != null && result.isOk()) {
                return true;
            }
        }
        return false;
    }

    private static String requiredCodes(StructureDefinition definition) {
        String path = definition.getType() + ".code";
        return definition.getDifferential().getElement().stream()
                .filter(element -> element.getPath().equals(path))
                .map(ElementDefinition::getBinding)
                .filter(binding -> binding.getStrength() == BindingStrength.REQUIRED)
                .map(ElementDefinition.ElementDefinitionBindingComponent::getValueSet)
                .findFirst()
                .orElse("");
    }
}
