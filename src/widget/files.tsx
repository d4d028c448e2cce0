import { useEffect, useRef, useState } from "preact/hooks";
import { isImage } from "../domain/inline-images.ts";
import type { Chat } from "./chat.ts";
import type { Strings } from "./strings.ts";
import type { ChatFile } from "./view.ts";

type FileProps = { file: ChatFile; chat: Chat; strings: Strings };

/** A picture as one, with a button to save it; anything else is the button alone. */
export function File({ file, chat, strings }: FileProps) {
  return (
    <div class="file">
      {isImage(file.content_type) && <Picture file={file} chat={chat} />}
      <Save file={file} chat={chat} strings={strings} />
    </div>
  );
}

/** Drawn, not linked: the shop's policy need not allow pictures of ours, and the token stays out of addresses. */
function Picture({ file, chat }: Omit<FileProps, "strings">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isShown, setIsShown] = useState(true);
  useEffect(() => {
    let isOver = false;
    void (async () => {
      const blob = await chat.file(file.id);
      const picture = blob && (await createImageBitmap(blob).catch(() => null));
      if (isOver) return;
      const context = canvas.current?.getContext("2d");
      if (!picture || !context) return setIsShown(false);
      [canvas.current!.width, canvas.current!.height] = [picture.width, picture.height];
      context.drawImage(picture, 0, 0);
    })();
    return () => void (isOver = true);
  }, [file.id]);
  return isShown ? <canvas ref={canvas} class="picture" role="img" aria-label={file.name} /> : null;
}

function Save({ file, chat, strings }: FileProps) {
  const [state, setState] = useState<"" | "loading" | "failed">("");
  async function save(): Promise<void> {
    setState("loading");
    const blob = await chat.file(file.id);
    setState(blob ? "" : "failed");
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
  return (
    <button type="button" class="save" disabled={state === "loading"} onClick={() => void save()}>
      {strings.save} <bdi>{file.name}</bdi>
      {state === "failed" && <span class="failed"> {strings.notThere}</span>}
    </button>
  );
}
