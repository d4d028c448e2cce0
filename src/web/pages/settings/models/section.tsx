import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { connectionsQuery, connectorsQuery, languageModelsQuery } from "../../../queries.ts";
import { Part } from "../../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../../ui/states.tsx";
import { useWords } from "../../../ui/tongue.ts";
import { ConnectionList } from "../connections/connection-list.tsx";
import { connectionWords } from "../connections/words.ts";
import { Money } from "./money.tsx";
import { Prices } from "./prices.tsx";
import { Purposes } from "./purposes.tsx";
import { modelWords } from "./words.ts";

/** Language models: which are connected, what for, and what they cost. Everything works without any. */
export function LanguageModels() {
  const models = useQuery(languageModelsQuery);
  const connections = useQuery(connectionsQuery);
  const connectors = useQuery(connectorsQuery);
  const words = useWords(modelWords);
  const wordsOfConnections = useWords(connectionWords);
  const { data } = models;
  return (
    <div lang={words.lang}>
      <Part title={words.title} lead={words.lead}>
        <p className="mb-4 flex max-w-2xl gap-2 text-[13px] text-ink-2">
          <ShieldCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
          <span>{words.privacy}</span>
        </p>
        {models.isPending && <SkeletonLines lines={4} className="" />}
        {models.error && <Fault error={models.error} retry={() => void models.refetch()} />}
        {data && connections.data && connectors.data && (
          <ConnectionList kind="model" connections={connections.data} connectors={connectors.data} words={wordsOfConnections} />
        )}
      </Part>
      {data && <Purposes data={data} words={words} />}
      {data && data.connections.length > 0 && (
        <>
          <Prices data={data} words={words} />
          <Money data={data} words={words} />
        </>
      )}
    </div>
  );
}
