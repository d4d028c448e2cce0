/** A vendor's server for tests where it publishes no specification that could stand in for it: what it answers, the test says. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Asked = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage["headers"]; body: string };
export type VendorAnswer = { status: number; body: unknown };
export type FixtureVendor = { url: string; asked: Asked[]; close(): Promise<void> };

export async function fixtureVendor(answer: (asked: Asked) => VendorAnswer): Promise<FixtureVendor> {
  const all: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const url = new URL(request.url!, "http://localhost");
      const asked: Asked = {
        method: request.method!,
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      };
      all.push(asked);
      const { status, body } = answer(asked);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: all,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
