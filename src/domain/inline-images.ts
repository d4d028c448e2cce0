/** Images that stand inside a text: "[image: screenshot.png]" is the place of the attached file of that name. */
export const imageMark = (name: string): string => `[image: ${name}]`;

export type ImagePiece<File> = { text: string } | { file: File };

/** The text cut at the places of the images among `files`; each image stands at its first place only. */
export function splitImages<File extends { name: string; content_type: string }>(text: string, files: readonly File[]): ImagePiece<File>[] {
  const places = files
    .filter((file) => isImage(file.content_type))
    .map((file) => ({ file, mark: imageMark(file.name), at: text.indexOf(imageMark(file.name)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  const pieces: ImagePiece<File>[] = [];
  let done = 0;
  for (const { file, mark, at } of places) {
    if (at < done) continue;
    if (at > done) pieces.push({ text: text.slice(done, at) });
    pieces.push({ file });
    done = at + mark.length;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done) });
  return pieces;
}

/** Types every browser shows as a picture and none runs. */
export const isImage = (contentType: string): boolean => /^image\/(png|jpeg|gif|webp)$/.test(contentType);
