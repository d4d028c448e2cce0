/** A load generator that costs little itself: prepared requests over raw keep-alive connections, one under way each. */
import { connect, type Socket } from "node:net";

export type Answer = { status: number; body: string; seconds: number };

/** One connection; `post` resolves when the answer is complete. */
export function openClient(host: string, port: number): Promise<{ post(request: Buffer): Promise<Answer>; close(): void }> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, host, () => resolve({ post, close: () => socket.destroy() }));
    socket.setNoDelay(true);
    let text = "";
    let waiting: { resolve(answer: Answer): void; reject(error: Error): void; began: number } | null = null;
    socket.on("error", (error) => {
      reject(error);
      waiting?.reject(error);
    });
    socket.on("close", () => waiting?.reject(new Error("the connection was closed")));
    socket.on("data", (data) => {
      text += data.toString("latin1");
      const headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
      if (text.length < headEnd + 4 + length) return;
      const answer = {
        status: Number(text.slice(9, 12)),
        body: text.slice(headEnd + 4, headEnd + 4 + length),
        seconds: (performance.now() - waiting!.began) / 1000,
      };
      text = text.slice(headEnd + 4 + length);
      const done = waiting!;
      waiting = null;
      done.resolve(answer);
    });
    const post = (request: Buffer) =>
      new Promise<Answer>((done, failed) => {
        waiting = { resolve: done, reject: failed, began: performance.now() };
        socket.write(request);
      });
  });
}

export function postRequest(path: string, key: string, body: object): Buffer {
  const json = JSON.stringify(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
  );
}
