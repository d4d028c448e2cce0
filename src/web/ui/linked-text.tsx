import { splitLinks } from "../../domain/links.ts";
import { Isolated } from "./isolated.tsx";

/** Text in which web addresses can be followed. What is shown is always where it goes. */
export function LinkedText({ text }: { text: string }) {
  return splitLinks(text).map((piece, index) =>
    piece.href === undefined ? (
      <Isolated key={index} text={piece.text} />
    ) : (
      <a
        key={index}
        dir="ltr"
        href={piece.href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        className="break-all underline underline-offset-2"
      >
        {piece.text}
      </a>
    ),
  );
}
