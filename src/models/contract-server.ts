/** Plays a vendor of models on this machine, well or badly. How the vendor writes its answers is a dialect, which each connector's test brings. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Say = { text: string; finish?: "stop" | "length" | "refusal"; usage?: { input: number; output: number } | null };
export type Asked = { path: string; headers: IncomingHttpHeaders; text: string; body: Record<string, unknown> };

export type Dialect = {
  isStream(asked: Asked): boolean;
  /** How many texts are to be embedded; null when this is another question. */
  embeds(asked: Asked): number | null;
  answer(say: Say, asked: Asked): object;
  /** The events of a stream, one piece of the text each; a string is sent as it is. */
  events(say: Say, pieces: string[], asked: Asked): (object | string)[];
  vectors?(vectors: number[][], asked: Asked): object;
};

export type Behaviour =
  | ({ kind: "say" } & Say)
  | { kind: "status"; status: number; headers?: Record<string, string>; body?: string }
  /** Repeats all it was sent, as careless servers and proxies do in their errors. */
  | { kind: "echo"; status: number }
  | { kind: "raw"; type: string; body: string }
  /** Never answers; or stops in the middle and leaves the connection open. */
  | { kind: "hang"; after?: "headers" }
  /** Breaks the connection off in the middle. */
  | { kind: "cut"; text?: string }
  /** Ends a stream in the middle, politely. */
  | { kind: "end early"; text: string }
  | { kind: "flood" };

export type ModelServer = {
  url: string;
  asked: Asked[];
  /** What happens to the next questions, in order; then it says what `otherwise` says. */
  script: Behaviour[];
  otherwise: Behaviour;
  close(): Promise<void>;
};

export async function openModelServer(dialect: Dialect): Promise<ModelServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const asked = { path: request.url ?? "", headers: request.headers, text, body: JSON.parse(text || "{}") as Asked["body"] };
      played.asked.push(asked);
      play(dialect, asked, played.script.shift() ?? played.otherwise, response);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const played: ModelServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    script: [],
    otherwise: { kind: "say", text: "It arrives tomorrow." },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return played;
}

const json = { "content-type": "application/json" };
const eventStream = { "content-type": "text/event-stream" };

function play(dialect: Dialect, asked: Asked, behaviour: Behaviour, response: ServerResponse): void {
  switch (behaviour.kind) {
    case "say":
      return say(dialect, asked, behaviour, response);
    case "status":
      return void response.writeHead(behaviour.status, { ...json, ...behaviour.headers }).end(behaviour.body ?? "{}");
    case "echo": {
      const error = { message: `Wrong: ${JSON.stringify(asked.headers)} ${asked.text}`, type: "echo", code: "bad_thing" };
      return void response.writeHead(behaviour.status, json).end(JSON.stringify({ error }));
    }
    case "raw":
      return void response.writeHead(200, { "content-type": behaviour.type }).end(behaviour.body);
    case "hang":
      return void (behaviour.after && response.writeHead(200, dialect.isStream(asked) ? eventStream : json).write("\n"));
    case "cut":
      return cut(dialect, asked, behaviour.text ?? "It arr", response);
    case "end early":
      response.writeHead(200, eventStream);
      return void response.end(dialect.events({ text: behaviour.text }, [behaviour.text], asked).slice(0, -3).map(eventText).join(""));
    case "flood":
      response.writeHead(200, dialect.isStream(asked) ? eventStream : json);
      return pour(response);
  }
}

function say(dialect: Dialect, asked: Asked, said: Say, response: ServerResponse): void {
  const count = dialect.embeds(asked);
  if (count !== null && dialect.vectors) {
    const vectors = Array.from({ length: count }, (_, at) => [at, 0.5, -0.25]);
    return void response.writeHead(200, json).end(JSON.stringify(dialect.vectors(vectors, asked)));
  }
  if (!dialect.isStream(asked)) return void response.writeHead(200, json).end(JSON.stringify(dialect.answer(said, asked)));
  const pieces = said.text.split(/(?<=\s)/);
  response.writeHead(200, eventStream).end(dialect.events(said, pieces, asked).map(eventText).join(""));
}

function cut(dialect: Dialect, asked: Asked, text: string, response: ServerResponse): void {
  const isStream = dialect.isStream(asked);
  const whole = isStream
    ? dialect.events({ text }, [text], asked).map(eventText).join("")
    : JSON.stringify(dialect.answer({ text }, asked));
  response.writeHead(200, isStream ? eventStream : { ...json, "content-length": String(whole.length + 100) });
  response.write(whole.slice(0, Math.floor(whole.length * 0.6)), () => response.destroy());
}

function eventText(event: object | string): string {
  if (typeof event === "string") return `data: ${event}\n\n`;
  const { type } = event as { type?: string };
  return `${type ? `event: ${type}\n` : ""}data: ${JSON.stringify(event)}\n\n`;
}

function pour(response: ServerResponse): void {
  const more = (): void => void (response.destroyed || response.write(`: ${"x".repeat(65_536)}\n`, more));
  more();
}
