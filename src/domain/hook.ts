/** An HTTP request of a vendor as its connector needs it to verify it: the body byte for byte as received. */
export type HookRequest = {
  method: string;
  /** What follows /hooks/{connection_id}, "" or beginning with "/". */
  path: string;
  query: Record<string, string>;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
  remoteAddress: string;
};
