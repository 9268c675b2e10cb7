import java.io.FileInputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds files against the flavour of PDF/A that they claim; prints a line for each with the flavour and the clauses that it breaks. */
public class CheckPdfA {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (FileInputStream in = new FileInputStream(file);
                    PDFAParser parser = Foundries.defaultInstance().createParser(in)) {
                ValidationResult result =
                        Foundries.defaultInstance().createValidator(parser.getFlavour(), false).validate(parser);
                Set<String> broken = new TreeSet<>();
                for (TestAssertion each : result.getTestAssertions()) {
                    if (each.getStatus() != TestAssertion.Status.PASSED) {
                        broken.add(each.getRuleId().getClause());
                    }
                }
                String verdict = result.isCompliant() ? "compliant" : "broken: " + String.join(" ", broken);
                System.out.println(Path.of(file).getFileName() + " " + parser.getFlavour() + " " + verdict);
            }
        }
    }
}
