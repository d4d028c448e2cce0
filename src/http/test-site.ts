/** A web server on loopback for tests: answers by path, remembers what was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = { status?: number; headers?: Record<string, string>; body?: string | Uint8Array };
export type TestSite = {
  url: string;
  /** By path with query; a function answers anew each time. Anything else is 404. */
  answers: Record<string, Answer | ((request: IncomingMessage) => Answer)>;
  asked: { path: string; headers: IncomingMessage["headers"] }[];
  close(): Promise<void>;
};

export async function startTestSite(): Promise<TestSite> {
  const site: TestSite = { url: "", answers: {}, asked: [], close: async () => undefined };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    site.asked.push({ path, headers: request.headers });
    const found = site.answers[path];
    const {
      status = 200,
      headers = {},
      body = "",
    } = found === undefined ? { status: 404 } : typeof found === "function" ? found(request) : found;
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return site;
}
