/** Every number of the reports, in the order the page shows them. */
import { automationNumbers } from "./automation.ts";
import type { NumberDefinition } from "./number.ts";
import { peopleNumbers } from "./people.ts";
import { serviceNumbers } from "./care.ts";
import { topicNumbers } from "./topics.ts";

export const catalogue: readonly NumberDefinition[] = [...automationNumbers, ...serviceNumbers, ...topicNumbers, ...peopleNumbers];
