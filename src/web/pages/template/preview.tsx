import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { WireTemplates } from "../../../domain/wire.ts";
import { sentence } from "../../api.ts";
import { meQuery, templatePreviewQuery } from "../../queries.ts";
import { Field, SelectField } from "../../ui/field.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { SkeletonLines } from "../../ui/states.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { PreviewText } from "./preview-text.tsx";

const orderKey = "handrail.preview-order";
const demoOrder = "1042";
const waitMs = 500;

type PreviewProps = {
  name: string;
  /** The text that is open: it comes first. */
  chosen: string;
  unsaved: { id: string; source: string } | null;
  hasTexts: boolean;
  /** What is typed has a mistake, so that the preview is of the text before it. */
  isBehind: boolean;
  channels: WireTemplates["channels"];
};

/** What a customer would get, with a real order, in every language. */
export function Preview({ name, chosen, unsaved, hasTexts, isBehind, channels }: PreviewProps) {
  const { order, setOrder, settled } = useOrderNumber();
  const [channel, setChannel] = useState("");
  const preview = useQuery({
    ...templatePreviewQuery({
      name,
      ...(settled ? { order_number: settled } : {}),
      ...(channel ? { channel } : {}),
      ...(unsaved ? { unsaved } : {}),
    }),
    enabled: hasTexts || unsaved !== null,
    placeholderData: keepPreviousData,
  });
  const found = preview.data?.order;
  useEffect(() => {
    if (found && settled) localStorage.setItem(orderKey, settled);
  }, [found, settled]);
  const isOpen = (id: string): number => (id === chosen ? 0 : 1);
  const texts = preview.data?.texts.toSorted((a, b) => isOpen(a.id) - isOpen(b.id)) ?? [];
  return (
    <Part title="Preview" lead="Underlined facts say where they come from. Nothing is sent.">
      <div className="flex flex-wrap gap-3">
        <Field
          label="Order number"
          value={order}
          maxLength={40}
          autoComplete="off"
          className="w-40"
          onChange={(event) => setOrder(event.target.value)}
        />
        <SelectField
          label="Channel"
          options={[{ value: "", label: "Any" }, ...channels.map(({ id, title }) => ({ value: id, label: title }))]}
          value={channel}
          className="w-52"
          onChange={(event) => setChannel(event.target.value)}
        />
      </div>
      <p role="alert" className="mt-2 text-[13px] text-danger empty:hidden">
        {preview.error ? sentence(preview.error) : ""}
      </p>
      <p role="status" className="mt-2 min-h-5 text-[13px] text-ink-2">
        {stateWords({ isBehind, settled, hasPreview: texts.length > 0, isLoading: preview.isFetching && texts.length === 0 })}
      </p>
      {preview.isLoading && <SkeletonLines lines={6} className="mt-2" />}
      <div className="mt-2 space-y-3" aria-busy={preview.isFetching}>
        {texts.map((text) => (
          <PreviewText key={text.id} text={text} hasOrder={settled !== ""} isUnsaved={text.id === unsaved?.id} />
        ))}
      </div>
    </Part>
  );
}

type PreviewState = { isBehind: boolean; settled: string; hasPreview: boolean; isLoading: boolean };

function stateWords({ isBehind, settled, hasPreview, isLoading }: PreviewState): string {
  if (isBehind) return hasPreview ? "As it was before the mistake. Mend it to see it again." : "Mend the mistake to see it.";
  if (isLoading) return "";
  return settled === "" ? "Without an order only what needs none can be written." : "";
}

/** The order last looked at, in this browser; in the demo one that is on its way. */
function useOrderNumber() {
  const { data: me } = useQuery(meQuery);
  const [typed, setTyped] = useState(() => localStorage.getItem(orderKey));
  const order = typed ?? (me?.desk.demo_shop ? demoOrder : "");
  const settled = useDebounced(order, waitMs).trim().replace(/^#/, "");
  return { order, setOrder: setTyped, settled };
}
