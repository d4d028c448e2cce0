/** Every command; a new one is one file and one line here. */
import { addAsk } from "./ask.ts";
import { addBacktest } from "./backtest.ts";
import { addBackup } from "./backup.ts";
import type { AddCommand } from "./command.ts";
import { addConfig } from "./config.ts";
import { addConnect } from "./connect.ts";
import { addDelivery } from "./delivery.ts";
import { addAudit, addDemo, addMigrate } from "./desk-commands.ts";
import { addDoctor } from "./doctor.ts";
import { addImport } from "./import.ts";
import { addApply, addExport } from "./library-commands.ts";
import { addKey, addUser } from "./people-commands.ts";
import { addReplay } from "./replay.ts";
import { addRestore } from "./restore.ts";
import { addStart } from "./start.ts";
import { addWorkflows } from "./workflow-commands.ts";
import { addClassify, addEval, addTrain } from "./understanding-commands.ts";

export const commands: readonly AddCommand[] = [
  addStart,
  addDemo,
  addDoctor,
  addMigrate,
  addConnect,
  addApply,
  addExport,
  addImport,
  addAsk,
  addClassify,
  addTrain,
  addEval,
  addDelivery,
  addWorkflows,
  addBacktest,
  addReplay,
  addAudit,
  addBackup,
  addRestore,
  addUser,
  addKey,
  addConfig,
];
