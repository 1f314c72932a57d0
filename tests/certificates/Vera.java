import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files: arguments are flavours ("3a", "ua1") separated by commas, then the files. */
public class Vera {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            for (String id : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
                try (PDFAParser parser = Foundries.defaultInstance()
                        .createParser(new FileInputStream(args[i]), flavour);
                        PDFAValidator validator =
                                Foundries.defaultInstance().createValidator(flavour, false)) {
                    ValidationResult result = validator.validate(parser);
                    Set<String> failed = new LinkedHashSet<>();
                    for (TestAssertion assertion : result.getTestAssertions()) {
                        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                            failed.add(assertion.getRuleId().getClause() + "-"
                                    + assertion.getRuleId().getTestNumber());
                        }
                    }
                    System.out.println(id + "\t" + result.isCompliant() + "\t"
                            + String.join(" ", failed));
                }
            }
        }
    }
}
