import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { voiceQuery } from "../../queries.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import { VoiceLine } from "../../ui/voice-line.tsx";

const waitMs = 600;
const maxChars = 20_000;

type VoiceHintProps = { text: string; language: string | null; connectionId: string };

/** What the brand's voice says of a reply. Its room is there from the beginning, so that nothing moves when it comes; it blocks nothing. */
export function VoiceHint({ text, language, connectionId }: VoiceHintProps) {
  const settled = useDebounced(text, waitMs).slice(0, maxChars);
  const isEmpty = text.trim() === "" || settled.trim() === "";
  const report = useQuery({
    ...voiceQuery({ text: settled, connection_id: connectionId, ...(language?.match(/^[a-z]{2}$/) ? { language } : {}) }),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
  });
  return <div className="h-6 max-md:h-11">{!isEmpty && report.data && <VoiceLine report={report.data} />}</div>;
}
