package lupuscds.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Validates trees of FHIR JSON: 0 without error, 1 with errors, 2 when nothing could be said. */
public final class Main {

    private static final int ERRORS = 1;
    private static final int NOTHING_SAID = 2;

    private Main() {}

    public static void main(String[] words) throws IOException {
        Arguments asked;
        try {
            asked = Arguments.of(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(Arguments.USAGE);
            System.exit(NOTHING_SAID);
            return;
        }
        System.exit(run(asked));
    }

    private static int run(Arguments asked) throws IOException {
        FhirContext fhir = FhirContext.forR4();
        Definitions definitions = new Definitions(fhir);
        for (Path folder : asked.definitions()) {
            definitions.addAll(folder);
        }
        OutsideCodeSystems outside = new OutsideCodeSystems(fhir, lines(asked.outside()));
        IValidationSupport known = definitions.with(outside);
        Validation validation = new Validation(fhir, known, new Profiles(definitions.structures(), known));
        int refused = 0;
        for (Path folder : asked.broken()) {
            for (JsonFiles.JsonFile file : JsonFiles.under(folder)) {
                if (!isRefused(file, validation)) {
                    System.err.println("the validator finds no error in " + file.name() + ", which has one");
                    return NOTHING_SAID;
                }
                refused++;
            }
        }
        validation.forget();
        outside.forget();
        Report report = new Report();
        report.addAll(definitions.problems());
        for (Path folder : asked.targets()) {
            List<JsonFiles.JsonFile> files = JsonFiles.under(folder);
            files.stream().filter(file -> !file.isFhir()).forEach(file -> report.addNotFhir(file.name()));
            files.parallelStream()
                    .filter(JsonFiles.JsonFile::isFhir)
                    .forEach(file -> report.add(file, validation.validate(file)));
        }
        report.print(System.out, definitions.count(), refused, validation.byProfile(), outside.counts());
        report.write(asked.report(), validation.byProfile(), outside.counts());
        if (report.resources() == 0 || refused == 0) {
            System.err.println("nothing was validated");
            return NOTHING_SAID;
        }
        return report.count(Finding.ERROR) == 0 ? 0 : ERRORS;
    }

    /** A broken file is named after its broken element: Observation.status.json. */
    private static boolean isRefused(JsonFiles.JsonFile file, Validation validation) {
        String name = Path.of(file.name()).getFileName().toString();
        String element = name.substring(0, name.length() - ".json".length());
        List<Finding> found = validation.validate(file);
        if (found.stream().anyMatch(finding -> finding.isError() && finding.concerns(element))) {
            return true;
        }
        found.forEach(System.err::println);
        return false;
    }

    private static Set<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
