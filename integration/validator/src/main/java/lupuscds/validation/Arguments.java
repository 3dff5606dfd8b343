package lupuscds.validation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line asks for. */
record Arguments(
        List<Path> definitions,
        List<Path> targets,
        List<Path> broken,
        Path outside,
        Path report) {

    static final String USAGE =
            """
            --definitions DIR        profiles, value sets and code systems to know (repeatable)
            --validate DIR           a tree of FHIR JSON files that must be without error (repeatable)
            --broken DIR             files that must each have an error at the element they are named after
            --outside FILE           code systems whose content is not available, one a line
            --report FILE            where the JSON report goes
            """;

    static Arguments of(String[] words) {
        List<Path> definitions = new ArrayList<>();
        List<Path> targets = new ArrayList<>();
        List<Path> broken = new ArrayList<>();
        Path outside = null;
        Path report = null;
        for (int i = 0; i + 1 < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--definitions" -> definitions.add(Path.of(value));
                case "--validate" -> targets.add(Path.of(value));
                case "--broken" -> broken.add(Path.of(value));
                case "--outside" -> outside = Path.of(value);
                case "--report" -> report = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option " + words[i]);
            }
        }
        if (words.length % 2 != 0 || targets.isEmpty() || broken.isEmpty() || outside == null || report == null) {
            throw new IllegalArgumentException("--validate, --broken, --outside and --report are needed");
        }
        return new Arguments(definitions, targets, broken, outside, report);
    }
}
