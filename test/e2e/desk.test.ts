/** The whole product in a browser. One desk and one browser for all parts, because starting them takes longer than most tests. */
import { after, before, describe } from "node:test";
import { everybodyCanUseIt } from "./accessible.ts";
import { customersAsk } from "./answers.ts";
import { adminsConnect } from "./connections.ts";
import { leadsBuildWorkflows } from "./builder.ts";
import { customersHelpThemselves } from "./help.ts";
import { agentsWrite } from "./compose.ts";
import { shopsLearnWhatIsAsked } from "./knowledge.ts";
import { agentsKeepOrder } from "./lists.ts";
import { modelsHelp } from "./models.ts";
import { leadsReadReports } from "./reports.ts";
import { peopleRunTheDesk } from "./settings.ts";
import { shopsWriteTheirReplies } from "./templates.ts";
import { openVisits, type Visits } from "./visit.ts";
import { agentsWork } from "./work.ts";

describe("Handrail in a browser", () => {
  let visits: Visits;
  const started = (): Visits => visits;
  before(async () => {
    visits = await openVisits();
  });
  after(() => visits?.close());

  everybodyCanUseIt(started);
  customersHelpThemselves(started);
  customersAsk(started);
  agentsWork(started);
  agentsKeepOrder(started);
  agentsWrite(started);
  shopsWriteTheirReplies(started);
  shopsLearnWhatIsAsked(started);
  modelsHelp(started);
  adminsConnect(started);
  leadsReadReports(started);
  leadsBuildWorkflows(started);
  peopleRunTheDesk(started);
});
