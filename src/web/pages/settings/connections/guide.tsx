import type { WireConnector } from "../../../../domain/wire.ts";
import type { Words } from "./words.ts";

/** How to set it up: beside the form, on a phone below it. The server makes it of our own files and lets no other markup through. */
export function Guide({ connector: { guide }, words }: { connector: WireConnector; words: Words }) {
  const lang = guide[words.lang] === null ? "en" : words.lang;
  const html = guide[lang];
  return (
    <aside aria-label={words.guide} className="border-line bg-sunken max-md:border-t md:border-l">
      <div className="p-5 md:sticky md:top-0">
        {lang !== words.lang && html !== null && <p className="mb-3 text-[12px] text-ink-2">{words.guideTongue}</p>}
        {html === null ? (
          <p className="text-[13px] text-ink-2">{words.noGuide}</p>
        ) : (
          <div lang={lang} className="guide" dangerouslySetInnerHTML={{ __html: html }} />
        )}
      </div>
    </aside>
  );
}
