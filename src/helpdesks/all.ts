import type { Helpdesk } from "./helpdesk.ts";
import { intercom } from "./intercom/articles.ts";
import { zendesk } from "./zendesk/articles.ts";

/** Every help desk there is; a new one is one folder and one line here. */
export const helpdesks: readonly Helpdesk[] = [zendesk, intercom];
