package org.automtl4j.app.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.app.config.RunConfig;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.mutation.MutatedFormat;
import org.automtl4j.golden.mutation.MutationContract;
import org.automtl4j.golden.mutation.TextMutator;

/** Files of a sweep, whatever stands in them. */
class DamagedSweepTest extends MutationContract {

  @Override
  protected List<MutatedFormat> formats(Path folder) throws Exception {
    String sweep = """
        {"format_version": 1, "name": "s", "plan": {"configurations": {"demo": %s}, "seeds": [1, 2],
         "vary": [{"key": "batch", "values": ["2", "4"]}, {"key": "method.policySearch.lambda", "from": 0.001, "to": 0.1, "logarithmic": true}], "random": 2, "halving": {"rungs": 2, "factor": 3}},
         "best": "demo-1", "parts": [{"folder": "demo-1/seed-1", "point": "demo-1", "values": {"batch": "2"}, "seed": 1, "share": 0.5, "status": "DONE", "started": 1.5, "seconds": 2.5,
         "score_validation": 0.125}]}
        """.formatted(new ObjectMapper().writeValueAsString(RunConfig.text("demo")));
    String figures = """
        {"format_version": 1, "tasks": {"depth": [{"name": "abs_error", "value": 0.5, "higher_is_better": false}, {"name": "delta_1", "value": null, "higher_is_better": true}]}}
        """;
    return List.of(
        new MutatedFormat("sweep", SweepFile.NAME, sweep.getBytes(StandardCharsets.UTF_8), new TextMutator(), file -> SweepFile.read(file.getParent()), InvalidInputException.class),
        new MutatedFormat("figures of a part", PartFigures.FILE, figures.getBytes(StandardCharsets.UTF_8), new TextMutator(),
            file -> PartFigures.ofFile(file.getParent()).orElseThrow().value("depth", "abs_error"), InvalidInputException.class));
  }
}
