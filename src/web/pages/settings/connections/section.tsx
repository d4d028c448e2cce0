import { useQuery } from "@tanstack/react-query";
import { connectionsQuery, connectorsQuery } from "../../../queries.ts";
import { Part } from "../../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../../ui/states.tsx";
import { useWords } from "../../../ui/tongue.ts";
import { ConnectionList, type Kind } from "./connection-list.tsx";
import { connectionWords } from "./words.ts";

const kinds: readonly Kind[] = ["store", "channel", "carrier", "model"];

/** Everything the desk is connected to, by kind. */
export function Connections() {
  const connections = useQuery(connectionsQuery);
  const connectors = useQuery(connectorsQuery);
  const words = useWords(connectionWords);
  const error = connections.error ?? connectors.error;
  const isThere = connections.data && connectors.data;
  const again = (): void => void Promise.all([connections.refetch(), connectors.refetch()]);
  return (
    <div lang={words.lang}>
      <p className="mb-6 max-w-2xl text-ink-2">{words.lead}</p>
      {!isThere && !error && <SkeletonLines lines={6} className="" />}
      {!isThere && error && <Fault error={error} retry={again} />}
      {isThere &&
        kinds.map((kind) => (
          <Part
            key={kind}
            title={words.kinds[kind].title}
            lead={kind === "model" ? `${words.kinds[kind].lead} ${words.modelsPage}` : words.kinds[kind].lead}
          >
            <ConnectionList kind={kind} connections={connections.data} connectors={connectors.data} words={words} />
          </Part>
        ))}
    </div>
  );
}
