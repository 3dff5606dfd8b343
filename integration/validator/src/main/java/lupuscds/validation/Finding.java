package lupuscds.validation;

import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.Locale;

/** One message of the validator about one file. */
record Finding(String file, String severity, String location, String id, String message) {

    static final String ERROR = "error";

    static Finding of(String file, SingleValidationMessage said) {
        ResultSeverityEnum severity = said.getSeverity();
        boolean error = severity == ResultSeverityEnum.FATAL || severity == ResultSeverityEnum.ERROR;
        String id = said.getMessageId() == null ? "" : said.getMessageId();
        String name = error ? ERROR : severity.name().toLowerCase(Locale.ROOT);
        return new Finding(file, name, String.valueOf(said.getLocationString()), id, said.getMessage());
    }

    static Finding error(String file, String location, String id, String message) {
        return new Finding(file, ERROR, location, id, message);
    }

    boolean isError() {
        return severity.equals(ERROR);
    }

    /** Whether the message is about an element, by its place or by its words. */
    boolean concerns(String element) {
        return location.contains(element) || message.contains(element);
    }
}
