package lupuscds.validation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was validated and found, for people and as JSON. */
final class Report {

    private final Map<String, Integer> validated = new TreeMap<>();
    private final List<String> notFhir = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    synchronized void add(JsonFiles.JsonFile file, List<Finding> found) {
        validated.merge(file.type(), 1, Integer::sum);
        findings.addAll(found);
    }

    void addNotFhir(String name) {
        notFhir.add(name);
    }

    void addAll(Collection<Finding> found) {
        findings.addAll(found);
    }

    int resources() {
        return validated.values().stream().mapToInt(Integer::intValue).sum();
    }

    long count(String severity) {
        return findings.stream().filter(finding -> finding.severity().equals(severity)).count();
    }

    /** Every error, the warnings by kind, the totals; the totals come last. */
    void print(
            PrintStream out,
            int definitions,
            int broken,
            Map<String, Integer> byProfile,
            Map<String, Integer> trusted) {
        findings.sort((one, other) -> one.file().compareTo(other.file()));
        for (Finding finding : findings) {
            if (finding.isError()) {
                out.printf("ERROR %s%n      at %s%n      %s%n", finding.file(), finding.location(), finding.message());
            }
        }
        findings.stream()
                .filter(finding -> finding.severity().equals("warning"))
                .collect(Collectors.groupingBy(Finding::id, TreeMap::new, Collectors.toList()))
                .forEach((id, alike) -> out.printf(
                        "warning, %d times: %s: %s: %s%n",
                        alike.size(), alike.get(0).file(), alike.get(0).location(), alike.get(0).message()));
        notFhir.forEach(name -> out.printf("not a FHIR resource, not validated: %s%n", name));
        trusted.forEach((system, codes) -> out.printf("not checked: %d codes of %s%n", codes, system));
        byProfile.forEach((profile, held) -> out.printf("held against a profile: %d %s%n", held, profile));
        out.printf("resources by type: %s%n", validated);
        out.printf(
                "FHIR validator: %d resources against R4 and %d definitions: %d errors, %d warnings, %d notes;"
                        + " %d broken resources refused; codes of %d outside code systems not checked%n",
                resources(), definitions, count(Finding.ERROR), count("warning"), count("information"),
                broken, trusted.size());
    }

    void write(Path file, Map<String, Integer> byProfile, Map<String, Integer> trusted) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("validated", validated);
        whole.put("notFhir", notFhir);
        whole.put("byProfile", byProfile);
        whole.put("codesNotChecked", trusted);
        whole.put("findings", findings);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), whole);
    }
}
