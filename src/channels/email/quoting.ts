/**
 * What the customer wrote now, apart from what was quoted and signed. First the marks that end a reply (separators,
 * header blocks, "X wrote:" lines in a dozen languages) are found line by line, which costs linear time; what is left
 * goes through email-reply-parser for signatures and the remaining languages. That library takes 59 s on 150 KB of
 * hostile text, so it never sees more than 20 KB with trimmed lines, single blanks and no long line
 * (the worst we could build: 0.15 s).
 */
import EmailReplyParser from "email-reply-parser";

const MAX_PARSED = 20_000;
const MAX_LINE = 400;
const SEPARATOR =
  /^[-_*\s]{2,40}(original message|original appointment|reply message|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|oprindelig besked|oprindelig meddelelse|ursprungligt meddelande|alkuperäinen viesti|wiadomość oryginalna|исходное сообщение)\b/iu;
const FORWARD =
  /^([-_*\s]{2,40}(forwarded message|forwarded by|weitergeleitete nachricht|message transféré|message transmis|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|videresendt besked|vidarebefordrat meddelande|пересылаемое сообщение)|begin forwarded message:|anfang der weitergeleiteten (nachricht|e-mail):|début du message (transféré|réexpédié)\s?:|inicio del mensaje reenviado:|inizio messaggio inoltrato:)/iu;
const FROM = /^\W{0,3}(from|von|de|da|van|från|fra|lähettäjä|od|от|mittente|差出人|发件人)\s?\*?\s?[:：]/iu;
const LABEL =
  /^\W{0,3}(sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado( el)?|para|fecha|asunto|data|inviato|oggetto|a|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|aihe|wysłano|do|temat|assunto|отправлено|дата|кому|тема)\s?\*?\s?[:：]/iu;
const WROTE =
  /(?:^|[\s>"'])(wrote|writes|schrieb|geschrieben|écrit|escribió|scritto|escreveu|schreef|skrev|kirjoitti|írta|napisał(\(a\)|a)?|пишет|написал(\(а\)|а)?)(?!\p{L}).{0,200}[:：]$|(写道|のメッセージ|작성)[:：]$/iu;

export type Reply = {
  /** What was written now; the whole text when nothing else would be left. */
  text: string;
  /** What was cut, in the order in which it stood; absent when nothing was. */
  quoted?: string;
};

export function splitReply(full: string): Reply {
  const [head, rest] = cutAtLine(full, MAX_PARSED);
  const lines = tidy(head);
  const end = endOfReply(lines);
  const { kept, quoted } = liftQuotes(lines.slice(0, end));
  const { visible, hidden } = signatureOff(kept.join("\n"));
  const tail = end < lines.length || /^\s*>/.test(rest) ? { text: "", quoted: rest } : { text: rest, quoted: "" };
  const text = withoutRule(`${visible}${tail.text}`);
  if (text === "") return { text: full.trim() };
  const cut = [hidden, ...quoted, ...lines.slice(end), tail.quoted].join("\n").trim();
  return cut === "" ? { text } : { text, quoted: cut };
}

/** True when a line of the text says that what follows was written to somebody else. */
export function isForwardedText(text: string): boolean {
  return text
    .slice(0, MAX_PARSED)
    .split("\n")
    .some((line) => FORWARD.test(line.slice(0, 300).trim()));
}

/** A ruler that separated the reply from what was cut below it. */
function withoutRule(text: string): string {
  const lines = text.trim().split("\n");
  while (lines.length > 0 && /^[-_=*\s]*$/.test(lines.at(-1)!.slice(0, 200))) lines.pop();
  return lines.join("\n");
}

function cutAtLine(text: string, max: number): [string, string] {
  if (text.length <= max) return [text, ""];
  const line = text.lastIndexOf("\n", max);
  const at = line > 0 ? line : max;
  return [text.slice(0, at), text.slice(at)];
}

function tidy(text: string): string[] {
  return text
    .replace(/[ \t\u00a0]+/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line, index, all) => line !== "" || (index > 0 && all[index - 1] !== ""));
}

/** The index of the first line that is no longer the reply; the number of lines when all of it is. */
function endOfReply(lines: string[]): number {
  const end = lines.findIndex((line, index) => {
    const start = line.slice(0, 300);
    if (SEPARATOR.test(start) || FORWARD.test(start)) return true;
    if (FROM.test(start) || /^\W{0,3}(date|subject|betreff|objet|sent)\s?:/i.test(start)) return isHeaderBlock(lines, index);
    const wrote = attribution(lines, index);
    return wrote > 0 && !lines.slice(index + wrote).some((next) => next.startsWith(">"));
  });
  if (end < 0) return lines.length;
  return end > 0 && /^[_-]{5,}$/.test(lines[end - 1]!) ? end - 1 : end;
}

/** "From:", "Sent:", "To:", "Subject:" below each other, as mail programs write above what they quote. */
function isHeaderBlock(lines: string[], index: number): boolean {
  const block = lines.slice(index, index + 7).map((line) => line.slice(0, 300));
  const labels = block.filter((line) => LABEL.test(line)).length;
  return labels >= 2 && block.some((line) => FROM.test(line));
}

/** How many lines a "On 3 May, Ana wrote:" takes from here (it may be wrapped), 0 when this is none. */
function attribution(lines: string[], index: number): number {
  for (let count = 1; count <= 3; count++) {
    const joined = lines
      .slice(index, index + count)
      .join(" ")
      .replace(/^[-\s]+/, "")
      .replace(/\s?-+$/, "");
    if (joined.length > 400 || lines[index + count - 1] === "" || joined.startsWith(">")) return 0;
    if (WROTE.test(joined)) return /\d|@/.test(joined) ? count : 0;
    // Only a line that begins like an attribution may go on in the next one.
    if (count === 1 && !/^(on|am|le|el|il|em|op|den|pe|w dniu|dnia|\d|".|.{1,80}<)/iu.test(joined)) return 0;
  }
  return 0;
}

/** Takes ">" lines and the attribution above them out, so that answers written between quotes stay. */
function liftQuotes(lines: string[]): { kept: string[]; quoted: string[] } {
  const kept: string[] = [];
  const quoted: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const wrote = attribution(lines, index);
    const next = lines.slice(index + wrote).find((line) => line !== "");
    if (wrote > 0 && next?.startsWith(">")) {
      quoted.push(...lines.slice(index, index + wrote));
      index += wrote - 1;
    } else if (lines[index]!.startsWith(">")) quoted.push(lines[index]!);
    else kept.push(lines[index]!);
  }
  return { kept, quoted };
}

function signatureOff(text: string): { visible: string; hidden: string } {
  const { short, restore } = withoutLongLines(text);
  const fragments = new EmailReplyParser().read(short).getFragments();
  const visible = fragments.filter((fragment) => !fragment.isHidden()).map((fragment) => fragment.getContent());
  const hidden = fragments.filter((fragment) => fragment.isHidden()).map((fragment) => fragment.getContent());
  return { visible: restore(visible.join("\n").trim()), hidden: restore(hidden.join("\n").trim()) };
}

/**
 * One line of 20 KB ("x on at x on at …") costs the library 39 s. No signature and no "X wrote:" is that long, so long
 * lines are represented by a number between two private-use characters and put back afterwards.
 */
function withoutLongLines(text: string): { short: string; restore: (text: string) => string } {
  const long: string[] = [];
  const short = text
    .replaceAll("\ue000", "")
    .split("\n")
    .map((line) => (line.length > MAX_LINE ? `\ue000${long.push(line) - 1}\ue000` : line));
  return {
    short: short.join("\n"),
    restore: (cut) => cut.replace(/\ue000(\d{1,5})\ue000/g, (_, index: string) => long[Number(index)] ?? ""),
  };
}
