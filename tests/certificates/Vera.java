import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates files: arguments are flavours ("3a", "ua1"); each line that it reads names a file and
 * is answered by a line for each flavour: flavour, whether it complies, the rules that it breaks.
 * A file is read once and walked once for all flavours.
 */
public class Vera {
    public static void main(String[] names) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> flavours = new ArrayList<>();
        for (String name : names) {
            flavours.add(PDFAFlavour.byFlavourId(name));
        }
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String file = asked.readLine(); file != null; file = asked.readLine()) {
            judge(file, flavours);
        }
    }

    private static void judge(String file, List<PDFAFlavour> flavours) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance()
                        .createParser(new FileInputStream(file), flavours.get(0));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavours)) {
            for (ValidationResult result : validator.validateAll(parser)) {
                String broken = String.join(" ", broken(result));
                System.out.println(
                        result.getPDFAFlavour().getId() + "\t" + result.isCompliant() + "\t" + broken);
            }
        }
    }

    private static Set<String> broken(ValidationResult result) {
        Set<String> rules = new LinkedHashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                rules.add(assertion.getRuleId().getClause() + "-"
                        + assertion.getRuleId().getTestNumber());
            }
        }
        return rules;
    }
}
