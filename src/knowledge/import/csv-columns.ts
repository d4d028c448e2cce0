/** Which column of somebody's spreadsheet is what, by its heading in the languages shops write in. */
const names = {
  title:
    "title question name subject heading faq titel frage überschrift betreff thema titre sujet question intitulé título titulo pregunta asunto pergunta assunto titolo domanda oggetto vraag onderwerp rubrik fråga titel spørgsmål emne spoergsmaal başlık soru konu tytuł pytanie temat タイトル 質問 件名",
  body: "body answer text content reply antwort inhalt beschreibung réponse reponse contenu texte corps respuesta contenido texto cuerpo resposta conteúdo conteudo corpo risposta contenuto testo antwoord inhoud tekst svar innehåll indhold cevap yanıt içerik metin odpowiedź treść tekst 回答 本文 答え 内容",
  language: "language lang locale sprache langue idioma língua lingua taal språk sprog dil język 言語",
  id: "id article_id artikel_id external_id key nummer",
  url: "url link address adresse lien enlace",
  audience: "audience visibility status state sichtbarkeit zielgruppe",
} as const;
export type Column = keyof typeof names;

const known = new Map(
  (Object.keys(names) as Column[]).flatMap((column) => names[column].split(" ").map((name): [string, Column] => [plain(name), column])),
);

/** Column -> its place; the first of several. "question" stands before "title" when a table has both. */
export function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  for (const [place, cell] of header.entries()) {
    const column = known.get(plain(cell));
    if (column !== undefined && found[column] === undefined) found[column] = place;
  }
  return found;
}

export const columnWords = (column: Column): string => [...new Set(names[column].split(" "))].slice(0, 4).join(", ");

function plain(cell: string): string {
  return cell
    .trim()
    .slice(0, 60)
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[\s_-]+/g, "_");
}
