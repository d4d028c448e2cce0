import { splitLinks } from "../../domain/links.ts";

/** Text in which web addresses can be followed. What is shown is always where it goes. */
export function LinkedText({ text }: { text: string }) {
  return splitLinks(text).map((piece, index) =>
    piece.href === undefined ? (
      piece.text
    ) : (
      <a
        key={index}
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
