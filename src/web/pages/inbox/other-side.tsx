import { Languages } from "lucide-react";
import { useState } from "react";
import type { WireMessage } from "../../../domain/wire.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { useWords } from "../../ui/tongue.ts";
import { languageName } from "../../ui/words.ts";
import { otherSide, type Reading } from "./reading.ts";
import type { UsedReading } from "./use-reading.ts";
import { writingWords } from "./writing-words.ts";

/** A message in the reader's language, under the message itself. Open for whoever does not understand the message. */
export function OtherSide({ message, reading }: { message: WireMessage; reading: Reading }) {
  const words = useWords(writingWords);
  const [isOpen, setIsOpen] = useState(reading.isForeign);
  const side = otherSide(message, reading);
  if (!side || side.text === message.text) return null;
  const name = languageName(side.language, words.lang);
  const label = side.is_original ? words.originalIn(name) : words.translationInto(name);
  const [show, hide] = side.is_original ? [words.showOriginal, words.hideOriginal] : [words.showTranslation, words.hideTranslation];
  return (
    <div lang={words.lang} className="mt-2 border-t border-line pt-1">
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)} className={`${buttonClass("quiet")} -ms-3`}>
        <Languages size={14} aria-hidden />
        {isOpen ? hide : show}
      </button>
      {isOpen && (
        <>
          <p className="sr-only">{label}</p>
          <p lang={side.language} dir="auto" className="own-direction whitespace-pre-wrap break-words text-ink-2" title={label}>
            <Isolated text={side.text} />
          </p>
          {side.lacks.length > 0 && <p className="mt-1 text-[13px] text-warn">{words.translationLacks(quoted(side.lacks))}</p>}
        </>
      )}
    </div>
  );
}

export const quoted = (facts: readonly string[]): string => facts.map((fact) => `“\u2068${fact}\u2069”`).join(", ");

/** Above the messages: why they are not translated, or that earlier ones could be. */
export function TranslationLine({ use: { missing, asked } }: { use: UsedReading }) {
  const words = useWords(writingWords);
  if (missing === 0 || asked.isPending) return null;
  const say = asked.error ? asked.error.message : asked.data?.say;
  return (
    <div lang={words.lang} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-ink-2">
      {say && <p role="status">{words.notTranslated(say)}</p>}
      <Button look="quiet" disabled={asked.isFetching} onClick={() => void asked.refetch()}>
        <Languages size={14} aria-hidden />
        {asked.isFetching ? words.translating : say ? words.again : words.translateEarlier(missing)}
      </Button>
    </div>
  );
}
