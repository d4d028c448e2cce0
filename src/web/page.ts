import type { FunctionComponent } from "react";

/** A page of the desk. `path` in TanStack Router's notation. Public ones show without sign-in and without the frame. */
export type PageDefinition = { path: string; isPublic?: boolean } & (
  | { component: FunctionComponent }
  | { load(): Promise<{ Page: FunctionComponent }> }
);
