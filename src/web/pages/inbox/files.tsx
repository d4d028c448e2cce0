import { FileText, ImageDown, Paperclip, X } from "lucide-react";
import { useRef, useState } from "react";
import type { ClipboardEvent, DragEvent } from "react";
import { isImage } from "../../../domain/inline-images.ts";
import type { WireUpload } from "../../../domain/wire.ts";
import { sendFile, sentence } from "../../api.ts";
import { IconButton } from "../../ui/button.tsx";
import { fileSize } from "../../ui/file-size.ts";
import { useWords } from "../../ui/tongue.ts";
import { composeWords } from "./compose-words.ts";

export type UsedFiles = ReturnType<typeof useFiles>;

/** Adding files to a text under way. `add` gets each one as it arrives at the server; pasted images belong into the text. */
export function useFiles(conversationId: string, add: (file: WireUpload, isInText: boolean) => void, onFault: (text: string) => void) {
  const [pending, setPending] = useState<readonly string[]>([]);
  const [isOver, setIsOver] = useState(false);
  const take = async (files: readonly File[], isInText: boolean): Promise<void> => {
    // One after the other: two of one name get names of their own, and the order is the writer's.
    for (const file of files) {
      setPending((names) => [...names, file.name]);
      try {
        add(await sendFile<WireUpload>(`/api/v1/conversations/${conversationId}/uploads`, file), isInText);
      } catch (error) {
        onFault(sentence(error));
      } finally {
        setPending((names) => names.toSpliced(names.indexOf(file.name), 1));
      }
    }
  };
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");
  return {
    pending,
    isOver,
    choose: (files: FileList | null) => void take([...(files ?? [])], false),
    onPaste(event: ClipboardEvent): void {
      const files = [...event.clipboardData.files];
      // A program that copies a table gives its picture as well: then the words are meant.
      if (files.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
      event.preventDefault();
      void take(
        files,
        files.every((file) => isImage(file.type)),
      );
    },
    drop: {
      onDragOver: (event: DragEvent) => hasFiles(event) && (event.preventDefault(), setIsOver(true)),
      onDragLeave: (event: DragEvent) => event.currentTarget.contains(event.relatedTarget as Node | null) || setIsOver(false),
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setIsOver(false);
        void take([...event.dataTransfer.files], false);
      },
    },
  };
}

export function FileButton({ choose }: { choose: UsedFiles["choose"] }) {
  const words = useWords(composeWords);
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        data-files
        onChange={(event) => (choose(event.target.files), (event.target.value = ""))}
      />
      <IconButton label={words.addFile} lang={words.lang} onClick={() => field.current?.click()}>
        <Paperclip size={15} aria-hidden />
      </IconButton>
    </>
  );
}

type FileRowProps = {
  files: readonly WireUpload[];
  pending: readonly string[];
  isInText(file: WireUpload): boolean;
  remove(file: WireUpload): void;
  putIntoText(file: WireUpload): void;
};

export function FileRow({ files, pending, isInText, remove, putIntoText }: FileRowProps) {
  const words = useWords(composeWords);
  if (files.length + pending.length === 0) return null;
  return (
    <ul lang={words.lang} aria-label={words.files} className="flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="flex max-w-full items-center gap-1 rounded-lg border border-line bg-surface ps-1.5 text-[13px]">
          {isImage(file.content_type) ? (
            <img src={`/api/v1/uploads/${file.id}`} alt="" className="size-6 rounded object-cover" />
          ) : (
            <FileText size={15} aria-hidden className="text-ink-2" />
          )}
          <bdi className="max-w-40 truncate">{file.name}</bdi>
          <span className="text-ink-2">{fileSize(file.size)}</span>
          {isImage(file.content_type) && !isInText(file) && (
            <IconButton label={`${words.intoText}: ${file.name}`} onClick={() => putIntoText(file)}>
              <ImageDown size={14} aria-hidden />
            </IconButton>
          )}
          <IconButton label={words.remove(file.name)} onClick={() => remove(file)}>
            <X size={14} aria-hidden />
          </IconButton>
        </li>
      ))}
      {pending.map((name, index) => (
        <li
          key={index}
          role="status"
          className="flex min-h-8 items-center rounded-lg border border-dashed border-line-strong px-2 text-[13px] text-ink-2"
        >
          {words.uploading(name)}
        </li>
      ))}
    </ul>
  );
}
