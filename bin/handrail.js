#!/usr/bin/env node
// Plain JavaScript, because whoever installed Handrail may start it with an older Node than the one that runs its TypeScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const needed = 24;
const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** The Node that came with Handrail for this machine, wherever npm put it. */
function broughtAlong() {
  const system = process.platform === "win32" ? "win" : process.platform;
  try {
    const folder = dirname(nodeModule.createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`));
    const path = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function refuse(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

/** Runs the command line in another Node and ends as it ended. */
function runIn(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  // From a terminal Ctrl-C reaches the child anyway; a process manager tells only us.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => refuse(`Handrail could not start ${node}: ${error.message}`));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

const isNewEnough = Number(process.versions.node.split(".")[0]) >= needed;
const node = isNewEnough ? process.execPath : broughtAlong();
if (/[\\/]node_modules[\\/]/.test(main)) {
  refuse(
    `Handrail runs from its own folder, not from inside node_modules (Node runs no TypeScript there). Clone it and use: npm ci && npm start`,
  );
} else if (!node) {
  refuse(
    `Handrail needs Node ${needed} or newer; this is ${process.version}, and none came along for ${process.platform} ${process.arch}. Install Node ${needed}, or run npm ci again.`,
  );
} else if (isNewEnough) {
  // In this very process, so that whoever stops it stops Handrail. The command line runs when it is the script that was asked for.
  process.argv[1] = main;
  // Stripping types from some three hundred files costs a second and a hundred megabytes; Node keeps what it made of them.
  nodeModule.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/handrail/compile", import.meta.url)));
  await import(new URL("../src/cli/main.ts", import.meta.url));
} else {
  runIn(node);
}
