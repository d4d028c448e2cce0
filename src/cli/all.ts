/** Every command; a new one is one file and one line here. */
import { addAsk } from "./ask.ts";
import type { AddCommand } from "./command.ts";
import { addAudit, addConfig, addDemo, addDoctor, addMigrate } from "./desk-commands.ts";
import { addApply, addExport } from "./library-commands.ts";
import { addKey, addUser } from "./people-commands.ts";
import { addStart } from "./start.ts";
import { addClassify, addEval, addTrain } from "./understanding-commands.ts";

export const commands: readonly AddCommand[] = [
  addStart, addDemo, addDoctor, addMigrate, addApply, addExport, addAsk, addClassify, addTrain, addEval, addAudit, addUser, addKey, addConfig,
];
